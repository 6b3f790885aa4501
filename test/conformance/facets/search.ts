import { expect } from 'vitest'
import type { SearchHit } from '../../../src/storage/chat-store.ts'
import { findMatch, parseSearch } from '../../../src/domain/search/search-query.ts'
import { speech, sample, SEED, WORDS } from '../arbitraries.ts'
import { allPages, at, expectCode, expectSame, oneLine, say, threadOf } from '../check.ts'
import type { Facet, StoreUnderTest } from '../check.ts'

async function hits({ store }: StoreUnderTest, words: string): Promise<SearchHit[]> {
  await store.flushIndex()
  return allPages((cursor) => store.searchThreads({ words, limit: 5, ...cursor }))
}

/** Ids of the hits with the words that matched. */
async function found(opened: StoreUnderTest, words: string): Promise<string[]> {
  return (await hits(opened, words)).map(({ id, match }) => `${id}:${match}`)
}

const LANGUAGES = [
  oneLine('english', 'The Mixing of a straße'),
  oneLine('spanish', 'Quiero una canción nueva'),
  oneLine('hebrew', 'אני רוצה לעשות מִיקְס לשיר'),
  oneLine('chinese', '我想做音乐混音'),
  oneLine('thai', 'อยากทำดนตรี'),
  oneLine('wide', 'Ｗｉｄｅ ﬁle'),
]

export const search: Facet = {
  name: 'search',
  checks: [
    {
      name: 'finds words in any case and accent, in every script, with the words that matched',
      async run(opened) {
        await opened.store.mergeThreads(LANGUAGES)
        const cases: [string, string[]][] = [
          ['MIXING ', ['english:Mixing']],
          ['strasse', ['english:straße']],
          ['cancion', ['spanish:canción']],
          ['מיקס', ['hebrew:מִיקְס']],
          ['音乐', ['chinese:音乐']],
          ['乐混', ['chinese:乐混']],
          ['音', ['chinese:音']],
          ['乐音', []],
          ['ดนตรี', ['thai:ดนตรี']],
          ['wide', ['wide:Ｗｉｄｅ']],
          ['file', ['wide:ﬁle']],
        ]
        for (const [words, expected] of cases) expectSame(await found(opened, words), expected)
      },
    },
    {
      name: 'is the AND of its words over the thread, the last a prefix, quotes a phrase',
      async run(opened) {
        await opened.store.mergeThreads([
          threadOf({
            id: 'a',
            messages: [
              say('one two', { id: '1', time: 1 }),
              say('three four', { id: '2', time: 2 }),
            ],
          }),
          oneLine('b', 'two one three'),
        ])
        const cases: [string, string[]][] = [
          ['one three', ['b:one', 'a:one']],
          ['thr', ['b:three', 'a:three']],
          ['thr one', []],
          ['"one two"', ['a:one two']],
          ['"two three"', []],
          ['"one thr"', []],
          ['one "two"', ['b:one', 'a:one']],
          ['four o', ['a:four']],
          ['five one', []],
        ]
        for (const [words, expected] of cases) {
          // Threads without times come last, so sort by what was found.
          expectSame((await found(opened, words)).sort(), expected.toSorted())
        }
      },
    },
    {
      name: 'gives the first span of the first word, in units of the text part',
      async run(opened) {
        const thread = threadOf({
          id: 't',
          messages: [
            { role: 'user', id: 'm0', content: [{ type: 'error', raw: 'needle' }] },
            {
              role: 'user',
              id: 'm1',
              content: [
                { type: 'upload_request' },
                { type: 'text', text: 'no' },
                { type: 'text', text: '🎵 \uD800 needle needle' },
              ],
            },
          ],
        })
        await opened.store.mergeThreads([thread])
        const [hit] = await hits(opened, 'needle')
        expectSame(
          { messageId: hit?.messageId, part: hit?.part, start: hit?.start, end: hit?.end },
          { messageId: 'm1', part: 2, start: 5, end: 11 },
        )
      },
    },
    {
      name: 'words that say nothing match nothing; without words it is refused',
      async run(opened) {
        const { store } = opened
        await store.mergeThreads([oneLine('a', '... !?')])
        for (const words of ['', ' ', '...', '"', '""']) expectSame(await hits(opened, words), [])
        const query = {} as { words: string }
        await expectCode('INVALID_INPUT', () => store.searchThreads(query))
      },
    },
    {
      name: 'follows what is written: new words are found, words of a form that lost are not',
      async run(opened) {
        const { store } = opened
        const thread = (text: string, asOf: string) =>
          threadOf({ id: 't', messages: [say(text, { id: 'a', time: 1 })] }, asOf)
        await store.mergeThreads([thread('before', at(1))])
        expectSame(await found(opened, 'before'), ['t:before'])
        await store.mergeThreads([thread('after', at(2))])
        expectSame(await found(opened, 'before'), [])
        expectSame(await found(opened, 'after'), ['t:after'])
        await store.reindex()
        expectSame(await found(opened, 'after'), ['t:after'])
      },
    },
    {
      name: 'says how far the index has come, and is complete after flushIndex',
      async run({ store }) {
        await store.mergeThreads(LANGUAGES)
        await store.flushIndex()
        const state = { complete: true, indexed: LANGUAGES.length, total: LANGUAGES.length }
        expectSame(await store.indexState(), state)
        expectSame((await store.searchThreads({ words: 'x' })).index, state)
      },
    },
    {
      name: 'joins the other filters, and the words filter lists and counts',
      async run({ store }) {
        const made = Array.from({ length: 9 }, (_, i) => oneLine(`t${i}`, `word${i % 3} all`, i))
        await store.mergeThreads(made)
        await store.flushIndex()
        const query = { words: 'word1', from: at(2), to: at(8) }
        const ids = (page: { items: readonly { id: string }[] }) => page.items.map(({ id }) => id)
        expectSame(ids(await store.searchThreads(query)), ['t7', 't4'])
        expectSame(ids(await store.listThreads(query)), ['t7', 't4'])
        expectSame(ids(await store.searchThreads({ ...query, order: 'id' })), ['t4', 't7'])
        expect(await store.countThreads(query)).toBe(2)
        expect(await store.countThreads({ words: 'all' })).toBe(9)
      },
    },
    {
      name: 'a thread of very many words is found by any of them',
      async run(opened) {
        // More than a megabyte of different words: more than one index entry can hold somewhere.
        const words = Array.from({ length: 150_000 }, (_, i) => `w${i.toString(36)}x`)
        await opened.store.mergeThreads([oneLine('t', words.join(' '))])
        for (const i of [0, 77_777, 149_999]) {
          expectSame(await found(opened, `${words[i]} `), [`t:${words[i]}`])
        }
        expectSame(await found(opened, 'w0y '), [])
      },
    },
    {
      name: 'finds what the definition finds, over random talk and random questions',
      async run(opened) {
        const talk = sample(speech, 40, 300).map((text, i) => oneLine(`t${i}`, text, i))
        await opened.store.mergeThreads(talk)
        const questions = [
          ...WORDS,
          ...WORDS.map((word, i) => `${word} ${WORDS[(i * 7 + SEED) % WORDS.length]}`),
          ...WORDS.map((word, i) => `"${word} ${WORDS[(i * 5 + 3) % WORDS.length]}"`),
          ...WORDS.map((word) => word.slice(0, 2)),
        ]
        for (const words of questions) {
          const query = parseSearch(words)
          const expected = talk.toReversed().flatMap((thread) => {
            const span = findMatch(thread, query)
            return span === undefined ? [] : [{ id: thread.id, start: span.start, end: span.end }]
          })
          const answer = (await hits(opened, words)).map(({ id, start, end }) => ({
            id,
            start,
            end,
          }))
          expectSame([words, answer], [words, expected])
        }
      },
    },
  ],
}
