import * as fc from 'fast-check'
import { compareIds } from '../../../src/domain/values/ids.ts'
import { ALL_KINDS } from '../../../src/domain/records.ts'
import type { Thread } from '../../../src/domain/thread/thread.ts'
import type { ChatStore } from '../../../src/storage/chat-store.ts'
import { openMemoryStore } from '../../../src/storage/memory/memory-chat-store.ts'
import { anyId, anyThread, sample, WORDS } from '../arbitraries.ts'
import { allPages, analyzed, assignment, expectSame, KEY, topicModel } from '../check.ts'
import type { Facet } from '../check.ts'

type Step =
  | { readonly do: 'merge'; readonly threads: readonly Thread[] }
  | { readonly do: 'analyze'; readonly every: number; readonly language: string }
  | { readonly do: 'assign'; readonly topic: string }
  | { readonly do: 'erase'; readonly every: number }

const anyStep: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc
      .array(anyThread({ id: fc.option(anyId, { nil: undefined, freq: 4 }) }), { maxLength: 12 })
      .map((threads): Step => ({ do: 'merge', threads })),
  },
  {
    weight: 3,
    arbitrary: fc
      .tuple(fc.integer({ min: 1, max: 4 }), fc.constantFrom('he', 'en'))
      .map(([every, language]): Step => ({ do: 'analyze', every, language })),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom('t1', 't2').map((topic): Step => ({ do: 'assign', topic })),
  },
  {
    weight: 1,
    arbitrary: fc.integer({ min: 5, max: 9 }).map((every): Step => ({ do: 'erase', every })),
  },
)

/** Does the step and gives what the store answered. */
async function apply(store: ChatStore, step: Step, second: number): Promise<unknown> {
  if (step.do === 'merge') return store.mergeThreads(step.threads)
  const { items } = await store.listThreads({ order: 'id', limit: 1000 })
  if (step.do === 'erase') {
    return store.eraseThreads(items.filter((_, i) => i % step.every === 0).map(({ id }) => id))
  }
  if (step.do === 'assign') {
    return store.saveTopicAssignments(items.map((thread) => assignment('m', thread, step.topic)))
  }
  const pending = await store.listPending({ analyzerKey: KEY, limit: 1000 })
  const chosen = pending.filter((_, i) => i % step.every === 0)
  const threads = await store.getThreads(chosen.map(({ id }) => id))
  return store.saveAnalyses(
    threads.flatMap((thread) =>
      thread === undefined ? [] : [analyzed(thread, { language: step.language }, second)],
    ),
  )
}

/** What the two must agree on. Tombstones differ: each store has a secret of its own. */
async function look(store: ChatStore): Promise<unknown> {
  await store.flushIndex()
  const kinds = ALL_KINDS.filter((kind) => kind !== 'tombstone')
  const byId = await allPages((cursor) => store.listThreads({ order: 'id', limit: 17, ...cursor }))
  const queries = [{}, { state: 'pending' }, { language: 'he' }, { topic: 't1' }] as const
  return {
    byId,
    ordered: byId.every((item, i) => i === 0 || compareIds(byId[i - 1]?.id ?? '', item.id) < 0),
    bodies: await store.getThreads(byId.map(({ id }) => id)),
    lists: await Promise.all(
      queries.map((query) =>
        allPages((cursor) =>
          store.listThreads({ analyzerKey: KEY, limit: 9, ...query, ...cursor }),
        ),
      ),
    ),
    counts: await Promise.all(
      queries.map((query) => store.countThreads({ analyzerKey: KEY, ...query })),
    ),
    analyses: await store.listAnalyses({ analyzerKey: KEY, limit: 1000 }),
    pending: await store.listPending({ analyzerKey: KEY, limit: 1000 }),
    found: await Promise.all(
      WORDS.map((words) => store.searchThreads({ words, analyzerKey: KEY, limit: 1000 })),
    ),
    records: await Promise.all(kinds.map((kind) => store.listRecords(kind, { limit: 1000 }))),
  }
}

export const sameEverywhere: Facet = {
  name: 'same everywhere',
  checks: [
    {
      name: 'a random life ends byte-equal to the same life of a store in memory',
      async run(opened) {
        const reference = await openMemoryStore()
        const model = topicModel('m')
        await reference.putRecords('topicModel', [model])
        await opened.store.putRecords('topicModel', [model])
        for (const [second, step] of sample(anyStep, 40, 400).entries()) {
          const expected = await apply(reference, step, second)
          expectSame([second, await apply(opened.store, step, second)], [second, expected])
        }
        const expected = await look(reference)
        expectSame(await look(opened.store), expected)
        const again = await opened.reopen()
        expectSame(await look(again), expected)
        await again.reindex()
        expectSame(await look(again), expected)
      },
    },
  ],
}
