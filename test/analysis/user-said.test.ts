import { describe, expect, it } from 'vitest'
import { analyze, kindsOf, signalsOf } from './thread-of.ts'

const TALK = ['u: help me with the second verse', 'a: Here is a second verse about the sea.']

describe('a complaint', () => {
  it.each([
    'this is useless',
    'what a waste of time',
    'you keep giving me the same thing',
    'wtf kind of verse is that',
    'I just told you that it is about the sea',
    'you can do better',
    'that did not come out right',
    'I asked for C major and you keep giving me A minor',
    'so you always ignore the key',
    'just shut up',
    'those were really bad and cheesy',
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
    'how do I get it in parts, where I say continue and you keep writing it',
    "I sang it twice and it didn't turn out well, can you help?",
    'can you always sing the same key and keep giving me more of it?',
    'in the song you should just shut up and he would listen',
    'not bad at all',
    'in the scene the king tells him to shut up',
    'the judge says that he should stop wasting his time',
    'use the file that I just gave you',
    'can you please write the same verse again?',
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

describe('a wish that is asked for', () => {
  it.each([
    ['Please confirm: a room for 2 people on May 6th.', "That's not right, it is for 3 people."],
    ['Will you be leaving on May 9th?', 'No, that is wrong, I am leaving on the 8th.'],
    ['The table is for the 4th.', 'Sorry, my mistake, it should be the 5th and not the 4th.'],
  ])('is no wrong answer where it is put otherwise: %s %s', async (answer, words) => {
    const talk = ['u: book a place for me', `a: ${answer}`, `u: ${words}`, 'a: Sorry about that.']
    expect(kindsOf(await analyze(...talk))).not.toContain('wrong')
  })

  it('is one where the user had said so before', async () => {
    const talk = ['u: a room for 3 people', 'a: Please confirm: a room for 2 people.']
    expect(kindsOf(await analyze(...talk, "u: that's wrong, I said 3 people"))).toContain('wrong')
  })

  it.each(['what do you dislike about this film? Give me two reasons.', 'oh, why not'])(
    'is no complaint where the question is of taste: %s',
    async (question) => {
      const talk = ['u: I saw a film', `a: ${question}`, 'u: Such a stupid idea. It was boring']
      const analysis = await analyze(...talk, "u: It's boring.")
      expect(signalsOf(analysis)).not.toContain('complaint')
      expect(kindsOf(analysis)).not.toContain('wrong')
    },
  )

  it.each(['Great.', 'That sounds really good.'])(
    'is no thanks where it is granted: %s',
    async (words) => {
      expect(
        signalsOf(await analyze('u: a place to eat', 'a: There is a cafe.', `u: ${words}`)),
      ).toEqual([])
    },
  )
})

describe('what only the user can tell', () => {
  it.each([
    ["that's wrong, the chord is F sharp", 'wrong'],
    ["that's not correct", 'wrong'],
    ['טעית, זה לא נכון', 'wrong'],
    ['eso es falso, te equivocas', 'wrong'],
    ['你说错了', 'wrong'],
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
