import { describe, expect, it } from 'vitest'
import { analyze } from './thread-of.ts'

const TALK = [
  'u: which key is the relative minor of C major?',
  'a: A synthesizer of the eighties has sixteen keys, and each of them can be tuned by hand with a small wheel.',
]

async function besideIn(...lines: readonly string[]) {
  const { failures } = await analyze(...TALK, ...lines)
  return failures.find(({ kind }) => kind === 'beside-the-point')
}

describe('an answer is beside the point', () => {
  it.each([
    "that's not what I asked",
    'you misunderstood, I mean the key of a scale',
    'you did not answer my question',
    'this has nothing to do with my question',
    'no, I asked about a scale, not about a synthesizer',
    'I asked for a key but you talked about a synthesizer',
    'I asked you for a key and you just told me about a synthesizer',
    'I never asked about a synthesizer',
    'זה לא מה ששאלתי',
    'לא ענית לי על השאלה',
    'eso no es lo que pregunté',
    'no respondiste mi pregunta',
    "ce n'est pas ce que j'ai demandé",
    "non, je n'ai pas demandé cela",
    'das war nicht die Frage',
    'não foi isso que eu perguntei',
    'ты не ответил на вопрос',
    '你没有回答我的问题',
  ])('where the user says so: %s', async (words) => {
    const told = await besideIn(`u: ${words}`, 'a: It is A minor.')
    expect(told?.evidence.map(({ role }) => role)).toEqual(['request', 'reaction'])
    expect(told?.noticedBy).toBe('user')
  })

  it('and shows that the assistant owns it', async () => {
    const told = await besideIn(
      "u: that's not what I asked",
      'a: I misunderstood your question. It is A minor.',
    )
    expect(told?.evidence.map(({ role }) => role)).toEqual(['request', 'reaction', 'answer'])
  })
})

describe('no answer is beside the point', () => {
  it.each([
    ["that's wrong, it is A minor", 'It is A minor.'],
    ["if you didn't answer a part of my question, do it now", 'It is A minor.'],
    ["sorry, I should have said scale, that's not what I asked", 'It is A minor.'],
    ['you never finished, you did not answer the rest of it', 'Here is the rest.'],
    ["that's not what I asked", "I'm sorry, but a key is a key."],
  ])('%s / %s', async (words, next) => {
    expect(await besideIn(`u: ${words}`, `a: ${next}`)).toBeUndefined()
  })

  it.each([
    'I asked my bandmates and they did not like it',
    'I asked a lawyer and he said not to sign',
    'I asked for a refund and they said it was not possible',
    'I asked for a sad song and you made me cry, thank you!',
    "I didn't ask my boss yet",
  ])('where the user tells a story: %s', async (words) => {
    expect(await besideIn(`u: ${words}`, 'a: I see.')).toBeUndefined()
  })

  it('twice, where the user says so in two turns', async () => {
    const { failures } = await analyze(
      ...TALK,
      'u: hm',
      "u: that's not what I asked",
      'u: you misunderstood me',
      'a: It is A minor.',
    )
    expect(failures.filter(({ kind }) => kind === 'beside-the-point')).toHaveLength(1)
  })

  it('where a long turn tells of somebody else', async () => {
    const tale = `He told her that she did not answer the question. ${'She went on and on about the sea. '.repeat(12)}`
    expect(await besideIn(`u: ${tale}`, 'a: A fine tale.')).toBeUndefined()
  })

  it('before there is one', async () => {
    const { failures } = await analyze('u: you did not answer my question', 'a: Which one?')
    expect(failures).toEqual([])
  })
})
