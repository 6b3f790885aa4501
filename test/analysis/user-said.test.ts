import { describe, expect, it } from 'vitest'
import { analyze, kindsOf, signalsOf } from './thread-of.ts'

const TALK = ['u: help me with the second verse', 'a: Here is a second verse about the sea.']

describe('a complaint', () => {
  it.each([
    'this is useless',
    'what a waste of time',
    'you keep giving me the same thing',
    'זה ממש לא עוזר לי',
    'איזו אכזבה, ביקשתי משהו אחר',
    'נמאס לי מהתשובות האלה',
    'esto no sirve para nada',
    'qué decepción, es una pérdida de tiempo',
    "c'est nul, ça ne marche pas",
    '你的回答太差了，没用',
  ])('%s', async (words) => {
    expect(signalsOf(await analyze(...TALK, `u: ${words}`))).toContain('complaint')
  })

  it.each([
    "I can't sing",
    'not bad at all',
    'the song is about someone who feels frustrated',
    'is anything wrong with my rhyme?',
    'my voice sounds terrible in this recording, can you fix it?',
    'how many times can I export a song?',
    "that's wrong, the chord is F sharp",
    'make it a bit shorter please',
    'זה לא רע בכלל',
    'la letra habla de alguien triste',
    'he shouted "this is useless" in the film',
    '[Chorus]\nYou ruined everything\nI am sick of this\nIt never works',
  ])('is not: %s', async (words) => {
    expect(signalsOf(await analyze(...TALK, `u: ${words}`))).not.toContain('complaint')
  })
})

describe('thanks', () => {
  it.each([
    'thanks!',
    'thank you so much',
    'תודה רבה',
    'muchas gracias',
    'merci',
    '谢谢',
    'спасибо',
  ])('%s', async (words) => {
    const analysis = await analyze(...TALK, `u: ${words}`)
    expect(signalsOf(analysis)).toEqual(['thanks'])
    expect(analysis.outcome).toBe('resolved')
  })

  it.each(['no thanks', 'thanks for nothing', 'לא תודה', 'no gracias', 'a song called Thank You'])(
    'is not: %s',
    async (words) => {
      expect(signalsOf(await analyze(...TALK, `u: ${words}`))).not.toContain('thanks')
    },
  )
})

describe('what only the user can tell', () => {
  it.each([
    ["that's wrong, the chord is F sharp", 'wrong'],
    ["that's not what I wanted", 'wrong'],
    ['טעית, זה לא נכון', 'wrong'],
    ['eso es falso, te equivocas', 'wrong'],
    ['你没有回答我的问题', 'wrong'],
    ['you ignored what I asked about the bridge', 'instruction-dropped'],
    ['התעלמת ממה שביקשתי', 'instruction-dropped'],
    ['ignoraste lo que te pedí', 'instruction-dropped'],
  ])('%s: %s', async (words, kind) => {
    const analysis = await analyze(...TALK, `u: ${words}`)
    expect(analysis.failures).toContainEqual(expect.objectContaining({ kind, noticedBy: 'user' }))
  })

  it('is nothing before the first answer', async () => {
    expect(kindsOf(await analyze('u: this is too generic', 'a: What is?'))).toEqual([])
  })
})

describe('the outcome', () => {
  it.each(['forget it', 'עזוב, לא משנה', 'olvídalo', '算了'])(
    'is abandoned at: %s',
    async (words) => {
      expect((await analyze(...TALK, `u: ${words}`)).outcome).toBe('abandoned')
    },
  )

  it('is unknown where nothing tells, and then there is no rank', async () => {
    const analysis = await analyze('u: help me with the second verse')
    expect(analysis.outcome).toBe('unknown')
    expect(analysis.satisfaction).toBeUndefined()
  })

  it('is unresolved where a failure is the last word', async () => {
    expect((await analyze('u: mix it', 'a: <error>')).outcome).toBe('unresolved')
  })

  it('follows the last words: trouble, then thanks', async () => {
    const analysis = await analyze(
      ...TALK,
      "u: that's wrong, I said the desert",
      "a: You're right, I apologize for the mistake. Here is a verse about the desert: sand and sun.",
      'u: perfect, thank you',
    )
    expect(analysis.outcome).toBe('partly')
  })
})
