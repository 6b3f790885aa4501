import { describe, expect, it } from 'vitest'
import { analyze } from './thread-of.ts'

const ANSWER =
  'a: Here is what you asked for, in three short steps that anybody can follow at home.'
const DECLINES = "a: I'm sorry, but I cannot help with that."

async function requestOf(words: string): Promise<string | undefined> {
  const { requests } = await analyze(`u: ${words}`, ANSWER)
  return requests[0]?.label
}

async function needsOf(...lines: readonly string[]): Promise<string[]> {
  const { unmetNeeds } = await analyze(...lines)
  return unmetNeeds.map(({ label }) => label)
}

describe('a request', () => {
  it.each([
    [
      'I would like to repaint the kitchen of our summer house. What options do I have?',
      'I would like to repaint the kitchen of our summer house. What options do I have',
    ],
    ['Separate the two columns by a "|"', 'Separate the two columns by a "|"'],
    [
      'Find the length of the\nlongest side of the garden fence.',
      'Find the length of the longest side of the garden fence',
    ],
    [
      'Can you write a letter to the landlord about the broken heating in the hall, which has not been warm since the last week of October, although we called twice?',
      'Can you write a letter to the landlord about the broken heating in the hall, which has not been warm since the last week of October',
    ],
    [
      'Make sure to answer in two paragraphs. Question: which tree grows fastest in wet soil?',
      'which tree grows fastest in wet soil',
    ],
  ])('is a whole phrase of: %s', async (words, phrase) => {
    expect(await requestOf(words)).toBe(phrase)
  })

  it.each([
    'hi, how are you?',
    'continue',
    'potato',
    `The lake lay still under the evening. ${'A heron stood between the reeds and waited for its fish. '.repeat(8)}`,
  ])('is none: %s', async (words) => {
    expect(await requestOf(words)).toBeUndefined()
  })
})

describe('an unmet need', () => {
  const WISH = 'u: draw a map of the harbour with all its piers'

  it('is a wish with the answer that declines it', async () => {
    const { unmetNeeds } = await analyze(WISH, DECLINES, 'u: ok, thanks')
    expect(unmetNeeds).toMatchObject([
      {
        label: 'draw a map of the harbour with all its piers',
        evidence: [
          { messageId: 'm0', role: 'request' },
          { messageId: 'm1', role: 'answer' },
        ],
      },
    ])
  })

  it.each([
    [
      'find me a rehearsal room near the old harbour, you are useless',
      'find me a rehearsal room near the old harbour',
    ],
    [
      'you keep giving me the same thing. Can you find a rehearsal room near the harbour?',
      'Can you find a rehearsal room near the harbour',
    ],
  ])('is told of who scolds as well: %s', async (words, wish) => {
    expect(await needsOf('u: hi', 'a: Hello!', `u: ${words}`, DECLINES)).toEqual([wish])
  })

  it('is none of who only scolds', async () => {
    expect(await needsOf('u: hi', 'a: Hello!', 'u: why are you so useless?', DECLINES)).toEqual([])
  })

  it('is none where what was tried and failed is another wish', async () => {
    const failed = 'a: Sorry, I could not book that room. Anything else?'
    const asks = 'u: yes, do it. what is the phone number of the hostel?'
    expect(await needsOf(asks, failed)).toEqual([])
    expect(await needsOf('u: please book a room in the hostel', failed)).toHaveLength(1)
  })

  it.each([
    ['who sells old maps of the harbour?', 'I don’t know what you mean by old maps.'],
    ['find the phone number of the hostel', 'I don’t know it, but I can look it up for you.'],
    ['I have to draw a harbour with old piers for school', "I'm sorry, I can't do that."],
    ['why are you so bad at drawing old harbours?', "I'm sorry, I can't do that."],
    ['I need you to promise that you keep my harbour secret', 'I promise I won’t tell anyone.'],
  ])('is none without a wish and its decline: %s: %s', async (words, answer) => {
    expect(await needsOf(`u: ${words}`, `a: ${answer}`)).toEqual([])
  })

  it.each([
    [
      'wished for by a noun in German',
      'den alten Hafen mit den Molen hätte ich gern als Zeichnung',
      'Das kann ich leider nicht.',
    ],
    [
      'wished for by a noun in Hebrew',
      'ציור של הנמל הישן עם כל המזחים',
      'מצטער, אני לא יכול לעשות את זה.',
    ],
    [
      'ordered by a verb of no list',
      'undo the last change to the map of the harbour',
      "I'm sorry, but I cannot undo changes to a map.",
    ],
    [
      'named by one word that its decline says',
      'where is a lighthouse?',
      "I can't see lighthouses.",
    ],
    [
      'declined with a question that asks nothing',
      'draw a map of the harbour with all its piers',
      "I'm sorry, but I cannot draw maps. Is there anything else I can help you with?",
    ],
  ])('is also what is %s', async (_, words, answer) => {
    expect(await needsOf(`u: ${words}`, `a: ${answer}`)).toHaveLength(1)
  })

  it.each([
    [
      'something else is served later',
      'u: who composed the four seasons?',
      'a: Antonio Vivaldi composed them.',
    ],
    ['nobody answers who asks again', 'u: so draw a map of the harbour with the piers'],
    [
      'it is lamented',
      'u: you are useless, the harbour has such lovely piers',
      'a: Harbours are lovely, and many people like their piers.',
    ],
    [
      'it is declined again in other words',
      'u: and a map of the harbour without the piers?',
      "a: That isn't possible either, I'm afraid.",
    ],
    [
      'nothing more is asked',
      'u: so there is no harbour map in this world',
      'a: Not unless somebody drew one.',
    ],
  ])('stays one where %s', async (_, ...later) => {
    expect(await needsOf(WISH, DECLINES, ...later)).toHaveLength(1)
  })

  it.each([
    ['is asked again and served', WISH, DECLINES, 'u: please draw the harbour map', ANSWER],
    [
      'is told beside what was declined',
      'u: yes, book it. what is the phone number of the hostel?',
      'a: Sorry, I could not book it. Their number is 555-010-2231.',
    ],
    [
      'is told in the same sentence',
      'u: yes, book it. do they serve breakfast at the hostel?',
      'a: Sorry, they do not serve breakfast and I could not book it.',
    ],
    [
      'no answers',
      'u: do they have a sauna for the guests?',
      "a: Saunas aren't available at this hostel.",
    ],
    [
      'is booked later for another day',
      'u: book two beds at the Harbour Hostel for friday',
      'a: Sorry, I was unable to book that.',
      'u: what about sunday?',
      'a: Your beds are booked. The reference number is HX12.',
    ],
    ['is no wish but talk', 'u: do you like walking on the beach in summer?', DECLINES],
    ['says nothing by itself', 'u: what about that one?', DECLINES],
    [
      'is an address alone',
      'u: https://harbour.example/maps/old?pier=7',
      "a: I'm sorry, but I cannot open links. Is there anything else I can help you with?",
    ],
    ['only names another day', 'u: how about on saturday?', 'a: Sorry, I cannot do saturday.'],
    [
      'is asked about',
      WISH,
      "a: I'm sorry, but I cannot see the harbour. Could you send me its picture?",
    ],
    ['asks for nothing', 'u: the harbour is empty and all its piers are wet', DECLINES],
    ['is declined by the answer to another', WISH, ANSWER, 'u: and in red?', DECLINES],
  ])('is none that %s', async (_, ...lines) => {
    expect(await needsOf(...lines)).toEqual([])
  })
})
