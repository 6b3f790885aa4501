import { encodeCursor } from '../../../src/domain/thread/thread-query.ts'
import type { ThreadListQuery } from '../../../src/domain/thread/thread-query.ts'
import { isHitCraftError } from '../../../src/errors/hitcraft-error.ts'
import type { ChatStore } from '../../../src/storage/chat-store.ts'
import { openMemoryStore } from '../../../src/storage/memory/memory-chat-store.ts'
import { analyzed, expectSame, KEY, oneLine } from '../check.ts'
import type { Facet } from '../check.ts'

/** What somebody may put into any parameter. */
const ODD = [
  '',
  '\0',
  'a\0b',
  '\u0001',
  '\uD800',
  '\uD7FF',
  '\u{10FFFF}',
  '$ne',
  '{"$gt":""}',
  '__proto__',
  "'; DROP TABLE threads; --",
  '%_',
  '../x',
  'x'.repeat(20_000),
]

/** Every call that asks something, with an odd value in each of its places by turns. */
function questions(odd: string): (readonly [string, (store: ChatStore) => Promise<unknown>])[] {
  const key = { analyzerKey: KEY }
  const queries: [string, ThreadListQuery][] = [
    ['from', { from: odd }],
    ['to', { to: odd }],
    ['user', { userId: odd }],
    ['words', { words: odd }],
    ['phrase', { words: `"${odd}"` }],
    ['key', { analyzerKey: odd }],
    ['pending under a key', { analyzerKey: odd, state: 'pending' }],
    ['language', { ...key, language: odd }],
    ['topic', { ...key, topic: odd }],
    ['outcome', { ...key, outcome: odd as 'resolved' }],
    ['facet', { ...key, facets: { needed: odd } }],
    ['facet name', { ...key, facets: { [odd]: 'x' } }],
    ['state', { ...key, state: odd as 'pending' }],
    ['cursor', { cursor: odd }],
    ['cursor time', { cursor: encodeCursor('newest', { id: 'a', lastMessageAt: odd }) }],
    ['cursor id', { cursor: encodeCursor('newest', { id: odd }) }],
    ['cursor by id', { order: 'id', cursor: encodeCursor('id', { id: odd }) }],
  ]
  return [
    ...queries.map(
      ([name, query]) => [`list by ${name}`, (s: ChatStore) => s.listThreads(query)] as const,
    ),
    ...queries.map(
      ([name, query]) => [`count by ${name}`, (s: ChatStore) => s.countThreads(query)] as const,
    ),
    ...queries.map(
      ([name, query]) =>
        [`search by ${name}`, (s: ChatStore) => s.searchThreads({ words: 'x', ...query })] as const,
    ),
    ...queries.map(
      ([name, query]) =>
        [`analyses by ${name}`, (s: ChatStore) => s.listAnalyses({ ...key, ...query })] as const,
    ),
    ['thread', (s) => s.getThread(odd)],
    ['analysis of', (s) => s.getAnalysis(odd, KEY)],
    ['analysis under', (s) => s.getAnalysis('a', odd)],
    ['record', (s) => s.getRecord('run', odd)],
    ['records after', (s) => s.listRecords('history', { after: odd })],
    ['pending after', (s) => s.listPending({ ...key, after: odd })],
    ['pending under', (s) => s.listPending({ analyzerKey: odd })],
    ['pending count', (s) => s.countPending(odd)],
    ['erase', (s) => s.eraseThreads([odd])],
  ]
}

export const oddValues: Facet = {
  name: 'odd values',
  checks: [
    {
      name: 'whatever stands in a parameter, it is answered as in memory, or refused as invalid',
      async run({ store }) {
        const reference = await openMemoryStore()
        const threads = [oneLine('a', 'x', 1), oneLine('b', 'x y', 2)]
        for (const one of [store, reference]) {
          await one.mergeThreads(threads)
          await one.saveAnalyses([analyzed(oneLine('a', 'x', 1))])
          await one.flushIndex()
        }
        for (const odd of ODD) {
          for (const [name, ask] of questions(odd)) {
            const what = `${name}: ${JSON.stringify(odd.slice(0, 20))}`
            const answer = await outcomeOf(ask(store))
            // A server may refuse what is too long for it, where memory has nothing to say.
            if (answer === 'INVALID_INPUT' && odd.length > 1000) continue
            expectSame([what, answer], [what, await outcomeOf(ask(reference))])
          }
        }
        await reference.close()
      },
    },
  ],
}

async function outcomeOf(answer: Promise<unknown>): Promise<unknown> {
  try {
    return (await answer) ?? 'nothing'
  } catch (error) {
    if (isHitCraftError(error, 'INVALID_INPUT')) return error.code
    throw error
  }
}
