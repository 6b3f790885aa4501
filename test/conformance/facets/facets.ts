import { expect } from 'vitest'
import type { Analysis } from '../../../src/domain/analysis/analysis.ts'
import type { FailureKind } from '../../../src/domain/analysis/failure-kind.ts'
import type { ThreadListQuery } from '../../../src/domain/thread/thread-query.ts'
import type { Thread } from '../../../src/domain/thread/thread.ts'
import type { ChatStore } from '../../../src/storage/chat-store.ts'
import { openMemoryStore } from '../../../src/storage/memory/memory-chat-store.ts'
import { AWKWARD_TEXTS } from '../arbitraries.ts'
import {
  allPages,
  analyzed,
  assignment,
  at,
  expectCode,
  expectSame,
  KEY,
  oneLine,
  say,
  threadOf,
  topicModel,
} from '../check.ts'
import type { Facet } from '../check.ts'

const OTHER = 'local-2-000000000000'

/** Ids of all pages, which the count must agree with. */
async function idsOf(store: ChatStore, query: ThreadListQuery, limit = 3): Promise<string[]> {
  const items = await allPages((cursor) => store.listThreads({ ...query, limit, ...cursor }))
  expect(await store.countThreads(query)).toBe(items.length)
  return items.map(({ id }) => id)
}

function failing(...failures: [FailureKind, 'user' | 'nobody'][]): Partial<Analysis> {
  return {
    failures: failures.map(([kind, noticedBy]) => ({
      kind,
      certainty: 'shown',
      noticedBy,
      evidence: [],
    })),
  }
}

function needing(...labels: string[]): Partial<Analysis> {
  return { unmetNeeds: labels.map((label) => ({ label, certainty: 'shown', evidence: [] })) }
}

const DAY: readonly Thread[] = Array.from({ length: 24 }, (_, i) =>
  oneLine(`t${String(i).padStart(2, '0')}`, i % 2 === 0 ? 'apples' : 'pears', i),
)

/** The n-th thread has the facets whose numbers divide n. */
function dividing(n: number): Partial<Analysis> {
  const kinds = ['refusal', 'inaccurate', 'technical-error'] as const
  return {
    outcome: n % 5 === 0 ? 'abandoned' : 'resolved',
    ...(n % 4 === 0 ? { language: 'he' } : {}),
    ...failing(
      ...kinds.flatMap((kind, i): [FailureKind, 'user' | 'nobody'][] =>
        n % (i + 2) === 0 ? [[kind, i === 0 ? 'user' : 'nobody']] : [],
      ),
    ),
    ...needing(...(n % 3 === 0 ? ['a fade', 'stems'] : []), ...(n % 7 === 0 ? ['a fade'] : [])),
    signals: n % 6 === 0 ? [{ kind: 'thanks', certainty: 'shown', evidence: [] }] : [],
    features: n % 2 === 0 ? [{ feature: 'mixing', started: 1, completed: 0 }] : [],
  }
}

/** A question of every shape, and combinations of two and three. */
const QUESTIONS: readonly ThreadListQuery[] = [
  { facets: { failure: 'refusal' } },
  { facets: { failure: 'inaccurate', noticed: 'nobody' } },
  { facets: { failure: 'refusal', needed: 'stems', feature: 'mixing' } },
  { facets: { needed: 'a fade' } },
  { facets: { needed: 'a fade', signal: 'thanks' }, from: at(3), to: at(19) },
  { facets: { outcome: 'abandoned' } },
  { facets: { outcome: 'abandoned', language: 'he' } },
  { outcome: 'abandoned', facets: { outcome: 'resolved' } },
  { language: 'he', facets: { failure: 'inaccurate' } },
  { facets: { feature: 'mixing' }, words: 'apples' },
  { facets: { failure: 'inaccurate' }, words: 'pears', to: at(20) },
  { facets: { user: 'u1', length: '0-1' }, outcome: 'resolved' },
  { facets: { user: 'u1' }, state: 'pending' },
  { facets: { feature: 'mixing' }, state: 'pending' },
  { facets: { feature: 'mixing' }, state: 'analyzed', userId: 'u2' },
  { facets: { signal: 'complaint' } },
]

async function fill(store: ChatStore): Promise<void> {
  await store.mergeThreads(DAY)
  await store.saveAnalyses(DAY.slice(0, 20).map((thread, n) => analyzed(thread, dividing(n))))
  await store.saveAnalyses(
    DAY.map((thread) => analyzed(thread, { analyzerKey: OTHER, outcome: 'abandoned' })),
  )
}

async function answers(store: ChatStore): Promise<unknown[]> {
  await store.flushIndex()
  const found: unknown[] = []
  for (const question of QUESTIONS) {
    const query = { analyzerKey: KEY, ...question }
    const lists = [
      await idsOf(store, query),
      await idsOf(store, { ...query, order: 'oldest' }, 5),
      await idsOf(store, { ...query, order: 'id' }, 7),
    ]
    const analyses = await allPages((cursor) => store.listAnalyses({ ...query, ...cursor }))
    found.push([question, lists, analyses.map(({ summary }) => summary)])
  }
  return found
}

export const facets: Facet = {
  name: 'facets',
  checks: [
    {
      name: 'user and length hold without a key',
      async run({ store }) {
        const many = Array.from({ length: 6 }, (_, i) =>
          say('x', { id: `m${i}`, userId: i === 0 ? 'u2' : 'u1', time: i }),
        )
        await store.mergeThreads([
          oneLine('a', 'x', 1),
          threadOf({ id: 'b', messages: many }),
          threadOf({ id: 'c', messages: many.slice(0, 2) }),
          threadOf({ id: 'none', messages: [] }),
        ])
        expectSame(await idsOf(store, { facets: { length: '0-1' }, order: 'id' }), ['a', 'none'])
        expectSame(await idsOf(store, { facets: { length: '6-20' } }), ['b'])
        expectSame(await idsOf(store, { facets: { user: 'u2' } }), ['b', 'c'])
        // Two users of one thread: one by the older name of the condition.
        expectSame(await idsOf(store, { userId: 'u1', facets: { user: 'u2', length: '2-5' } }), [
          'c',
        ])
        expectSame(await idsOf(store, { userId: 'u1', facets: { user: 'u2' }, from: at(2) }), ['b'])
        await store.mergeThreads([threadOf({ id: 'a', messages: many.slice(1, 3) })])
        expectSame(await idsOf(store, { facets: { length: '0-1' } }), ['none'])
        expectSame(await idsOf(store, { facets: { length: '2-5' }, order: 'id' }), ['a', 'c'])
      },
    },
    {
      name: 'several at once, several values of one name, with words, times and states, on any page',
      async run({ store }) {
        const reference = await openMemoryStore()
        await fill(reference)
        await fill(store)
        const expected = await answers(reference)
        for (const [i, answer] of (await answers(store)).entries()) expectSame(answer, expected[i])
        expect(await idsOf(store, { analyzerKey: KEY, facets: { needed: 'a fade' } })).toHaveLength(
          9,
        )
        expectSame(
          await idsOf(store, { analyzerKey: KEY, facets: { failure: 'refusal', needed: 'stems' } }),
          ['t18', 't12', 't06', 't00'],
        )
      },
    },
    {
      name: 'follow a change, an erasure, a new analysis, a new topic model and a reindex',
      async run(opened) {
        const { store } = opened
        await fill(store)
        const query = { analyzerKey: KEY, facets: { failure: 'refusal', needed: 'stems' } }
        await store.mergeThreads([threadOf({ id: 't18', messages: [say('more', { id: 'm2' })] })])
        await store.eraseThreads(['t12'])
        expectSame(await idsOf(store, query), ['t06', 't00'])
        const t03 = DAY.slice(3, 4)
        await store.saveAnalyses(
          t03.map((thread) => analyzed(thread, { ...failing(['refusal', 'user']) })),
        )
        expectSame(await idsOf(store, { ...query, facets: { needed: 'stems' } }), [
          't15',
          't09',
          't06',
          't00',
        ])
        expectSame(
          await idsOf(store, {
            analyzerKey: KEY,
            facets: { noticed: 'user' },
            from: at(3),
            to: at(4),
          }),
          ['t03'],
        )
        const assign = (modelId: string, ids: readonly string[]) =>
          store.saveTopicAssignments(
            DAY.filter(({ id }) => ids.includes(id)).map((thread) =>
              assignment(modelId, thread, 't1'),
            ),
          )
        const topic = { analyzerKey: KEY, facets: { topic: 't1', failure: 'refusal' } }
        await store.putRecords('topicModel', [topicModel('2025-a')])
        await assign('2025-a', ['t06', 't09', 't16'])
        expectSame(await idsOf(store, topic), ['t16', 't06'])
        await store.putRecords('topicModel', [topicModel('2025-b')])
        expectSame(await idsOf(store, topic), [])
        await assign('2025-b', ['t06', 't20'])
        expectSame(await idsOf(store, topic), ['t06'])
        const before = await answers(store)
        const again = await opened.reopen()
        expectSame(await answers(again), before)
        await again.reindex()
        expectSame(await answers(again), before)
        expectSame(await idsOf(again, topic), ['t06'])
      },
    },
    {
      name: 'values are compared to the code unit',
      async run({ store }) {
        const values = AWKWARD_TEXTS.filter((text) => text !== '')
        const threads = values.map((_, i) => oneLine(`t${i}`, 'x', i))
        await store.mergeThreads(threads)
        await store.saveAnalyses(
          threads.map((thread, i) => analyzed(thread, needing(values[i] ?? ''))),
        )
        for (const [i, needed] of values.entries()) {
          expectSame(
            [i, await idsOf(store, { analyzerKey: KEY, facets: { needed } })],
            [i, [`t${i}`]],
          )
        }
      },
    },
    {
      name: 'an unknown name is refused, and one of an analysis without a key',
      async run({ store }) {
        await store.mergeThreads(DAY.slice(0, 1))
        const refused = (query: ThreadListQuery) =>
          Promise.all([
            expectCode('INVALID_INPUT', () => store.listThreads(query)),
            expectCode('INVALID_INPUT', () => store.countThreads(query)),
            expectCode('INVALID_INPUT', () => store.searchThreads({ words: 'x', ...query })),
          ])
        await refused({ facets: { needed: 'x' } })
        await refused({ facets: { user: 'u1', outcome: 'resolved' } })
        await refused({ facets: { colour: 'red' } })
        await refused({ facets: { colour: 'red' }, analyzerKey: KEY })
        await refused({ facets: { toString: 'x' }, analyzerKey: KEY })
      },
    },
  ],
}
