import { describe, expect, it } from 'vitest'
import { fitTopics } from '../../../src/analysis/topics/fit/fit-topics.ts'
import type { TopicText } from '../../../src/analysis/topics/text/topic-text.ts'
import { topicTeller } from '../../../src/analysis/topics/topic-teller.ts'

type Needed = readonly [wish: string, declined: string, language?: string]

const MUSIC = [
  'a softer snare for the second verse',
  'which chords carry a slow chorus',
  'un estribillo con más fuerza',
  'איזה אקורדים מתאימים לפזמון',
  'more reverb on the vocal',
  'a topline over two chords',
]
const NO_MUSIC = [
  'when does the museum close',
  'find a cheap hotel by the lake',
  'a train to the coast on friday',
  'which bus goes to the harbour',
]

/** A log of these needs, a thread each, among threads that need nothing. */
function logOf(needed: readonly Needed[], others: readonly string[]): TopicText[] {
  const textOf = (threadId: string, words: string, language = 'en'): TopicText => ({
    threadId,
    contentHash: threadId,
    language,
    requests: [{ messageId: `${threadId}-1`, lines: [words] }],
    details: [],
    answers: [],
    work: [],
    failures: [],
    needs: [],
  })
  return [
    ...needed.map(([wish, declined, language], at) => {
      const text = textOf(`need-${at}`, wish, language)
      return Object.assign(text, {
        needs: [{ messageId: `need-${at}-1`, lines: [wish], declined: [declined] }],
      })
    }),
    ...others.flatMap((words, at) =>
      ['', ' please', ' now'].map((end, n) => textOf(`other-${at}-${n}`, words + end)),
    ),
  ]
}

/** The groups as titles, each with the wishes that are placed in it. */
async function groupsOf(
  needed: readonly Needed[],
  others: readonly string[],
): Promise<Record<string, string[]>> {
  const texts = logOf(needed, others)
  const before = { numbers: {}, topics: new Map<string, readonly string[]>() }
  const model = await fitTopics(texts, 'key', before, async () => {})
  const tell = topicTeller(model)
  const placed = texts.flatMap((text) =>
    tell(text).needs.map(({ id }) => ({ id, wish: text.needs[0]?.lines[0] ?? '' })),
  )
  return Object.fromEntries(
    model.needs.map(({ id, title }) => [
      title,
      placed.filter((one) => one.id === id).map(({ wish }) => wish),
    ]),
  )
}

describe('a group of needs', () => {
  it('joins those that miss the same thing, in several languages, and leaves others alone', async () => {
    const covers: Needed[] = [
      ['make a cover image', 'I cannot make a cover image.'],
      ['hazme la portada del disco', 'No puedo crear una portada.', 'es'],
      ['תכין לי עטיפה לאלבום', 'אין לי דרך להכין עטיפה.', 'he'],
    ]
    const alone: Needed[] = [
      ['download the chords as midi', 'There is no download of midi.'],
      ['may i sell the songs that i download', 'I do not speak of legal matters.'],
      ['add a second singer who lives in Peru', 'I cannot find singers.'],
    ]
    const groups = await groupsOf([...covers, ...alone], MUSIC)
    expect(groups).toEqual({ 'make a cover image': covers.map(([wish]) => wish) })
  })

  it('is told by what its decline says is missing, not by the words beside it', async () => {
    const groups = await groupsOf(
      [
        ['download the melody as midi', 'A midi download does not exist.'],
        ['baja la melodía como midi', 'Todavía no hay midi.', 'es'],
        ['download the melody for my aunt', 'Your aunt needs an account of her own.'],
      ],
      MUSIC,
    )
    const members = Object.values(groups).flat()
    expect(members).toEqual(['download the melody as midi', 'baja la melodía como midi'])
    for (const title of Object.keys(groups)) expect(title).toMatch(/midi/iu)
  })

  it('has words that all of its members say, where the log is of no music', async () => {
    const fees: Needed[] = [
      ['what is the entrance fee of the tower', 'I have no information on the entrance fee.'],
      ['tell me the entrance fee', 'The entrance fee is not known to me.'],
      ['what does the boat cost', 'I do not know what the boat costs.'],
      ['where is the entrance of the tower', 'I do not know where the entrance is.'],
    ]
    const groups = await groupsOf(fees, NO_MUSIC)
    expect(Object.values(groups)).toEqual([fees.slice(0, 2).map(([wish]) => wish)])
  })

  it('is not called by a day or a number that one member has', async () => {
    const groups = await groupsOf(
      [
        ['book the small hall for monday', 'I cannot book the small hall.'],
        ['book the small hall for tuesday', 'I cannot book the small hall.'],
        ['book the small hall for 12 people', 'I cannot book the small hall.'],
      ],
      NO_MUSIC,
    )
    expect(Object.keys(groups)).toEqual(['book the small hall'])
  })

  it('is not called by what only the words before tell', async () => {
    const groups = await groupsOf(
      [
        ['can you book that hall', 'I cannot book a hall.'],
        ['book it, the hall by the harbour', 'I cannot book a hall.'],
        ['book a hall', 'I cannot book a hall.'],
      ],
      NO_MUSIC,
    )
    expect(Object.keys(groups)).toEqual(['book a hall'])
  })

  it('is not called so in other languages either, and of titles alike in the language of the log', async () => {
    const covers: Needed[] = [
      ['tune the voice', 'I cannot tune a voice.'],
      ['me la puedes afinar, la voz', 'No puedo afinar la voz.', 'es'],
      ['afina la voz', 'No puedo afinar la voz.', 'es'],
      ['afíname la voz', 'No puedo afinar la voz.', 'es'],
    ]
    for (const needed of [covers, covers.toReversed()])
      expect(Object.keys(await groupsOf(needed, MUSIC))).toEqual(['tune the voice'])
  })

  it('is called in the language of the log where a member says just that in it', async () => {
    const groups = await groupsOf(
      [
        ['me lo puedes afinar', 'No puedo afinar nada.', 'es'],
        ['תכוון לי את זה, הקול מזויף', 'אין לי דרך לכוון.', 'he'],
        ['autotune it, hard, like a robot', 'There is no autotune here.'],
      ],
      MUSIC,
    )
    expect(Object.keys(groups)).toEqual(['autotune it'])
  })

  it('is none of one thread, and none of words that any request may have', async () => {
    const groups = await groupsOf(
      [
        ['make a list of the best names', 'I cannot fulfill this request.'],
        ['write the best text about a long list', 'I cannot fulfill this request.'],
        ['where is the harbour master now', 'I do not know.'],
      ],
      NO_MUSIC,
    )
    expect(groups).toEqual({})
  })
})
