import { expect } from 'vitest'
import type { ChatStore } from '../../../src/storage/chat-store.ts'
import { ALL_KINDS } from '../../../src/domain/records.ts'
import { anyThread, AWKWARD_IDS, sample } from '../arbitraries.ts'
import {
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

const KINDS = ALL_KINDS

/** All that a store answers, short of its bodies. */
async function everything(store: ChatStore): Promise<unknown> {
  await store.flushIndex()
  return {
    ...(await unflushed(store)),
    found: await store.searchThreads({ words: 'm', limit: 1000 }),
  }
}

/** The same without search: to flush the index would be one more call in which a store may write. */
async function unflushed(store: ChatStore): Promise<object> {
  return {
    threads: await store.listThreads({ analyzerKey: KEY, limit: 1000 }),
    byId: await store.listThreads({ order: 'id', limit: 1000 }),
    pending: await store.listPending({ analyzerKey: KEY, limit: 1000 }),
    analyses: await store.listAnalyses({ analyzerKey: KEY, limit: 1000 }),
    records: await Promise.all(KINDS.map((kind) => store.listRecords(kind, { limit: 1000 }))),
  }
}

const MODEL = topicModel('2025-a')
const FIRST = oneLine('t1', 'mix 1', 1)
const PENDING = oneLine('t3', 'mix 3', 3)
const THREADS = [FIRST, oneLine('t2', 'mix 2', 2), PENDING]
const OF_ANOTHER = threadOf({
  id: 't9',
  messages: [say('mix 9', { id: 'm1', userId: 'u2', time: 9 })],
})

/** Every call that writes, by its name, each with something to write. */
const WRITES: readonly (readonly [string, (store: ChatStore) => Promise<unknown>])[] = [
  ['mergeThreads', (store) => store.mergeThreads([...THREADS, OF_ANOTHER])],
  ['saveAnalyses', (store) => store.saveAnalyses([analyzed(FIRST)])],
  ['putRecords', (store) => store.putRecords('topicModel', [MODEL])],
  [
    'saveTopicAssignments',
    (store) => store.saveTopicAssignments([assignment(MODEL.id, FIRST, 't1')]),
  ],
  [
    'saveWindowAnswers',
    (store) =>
      store.saveWindowAnswers([
        { threadId: PENDING.id, analyzerKey: KEY, answers: [{ sent: '0', text: '{}' }] },
      ]),
  ],
  ['eraseThreads', (store) => store.eraseThreads(['t2'])],
  ['eraseUser', (store) => store.eraseUser('u2')],
]

export const durability: Facet = {
  name: 'durability',
  checks: [
    {
      name: 'all that was acknowledged is there after reopening: threads, analyses, records, erasures',
      async run(opened) {
        const { store } = opened
        const given = sample(anyThread(), 30, 300)
        await store.mergeThreads(given)
        const plain = AWKWARD_IDS.map((id, i) => oneLine(`own ${id}`, `mix ${i}`, i))
        await store.mergeThreads(plain)
        await store.saveAnalyses(plain.slice(0, 20).map((thread) => analyzed(thread)))
        await store.eraseThreads([plain[3]?.id ?? '', plain[30]?.id ?? ''])
        await store.eraseUser('nobody')
        const before = await everything(store)
        const { items } = await store.listThreads({ order: 'id', limit: 1000 })
        const ids = items.map(({ id }) => id)
        const bodies = await store.getThreads(ids)

        const again = await opened.reopen()
        expectSame(await everything(again), before)
        expectSame(await again.getThreads(ids), bodies)
        expectSame((await again.mergeThreads(plain.slice(3, 4)))[0]?.outcome, 'erased')
        expectSame(
          (await again.mergeThreads(plain.slice(4, 6))).map(({ outcome }) => outcome),
          ['unchanged', 'unchanged'],
        )
      },
    },
    {
      name: 'each writing call is kept by itself, whatever is called before and after it',
      async run(opened) {
        const ids = [...THREADS, OF_ANOTHER].map(({ id }) => id)
        let store = await opened.reopen()
        let last: unknown = await unflushed(store)
        for (const [call, write] of WRITES) {
          await write(store)
          const before = await unflushed(store)
          expect(before, `${call} wrote something`).not.toEqual(last)
          const bodies = await store.getThreads(ids)
          store = await opened.reopen()
          expectSame([call, await unflushed(store)], [call, before])
          expectSame([call, await store.getThreads(ids)], [call, bodies])
          await store.flushIndex()
          const found = await store.searchThreads({ words: 'mix', limit: 1000 })
          const there = bodies.flatMap((thread) => thread?.id ?? [])
          expectSame([call, found.items.map(({ id }) => id).toSorted()], [call, there])
          last = before
        }
      },
    },
    {
      name: 'a store goes on where it was: growth, ages and identity after reopening',
      async run(opened) {
        const draft = (count: number) => ({
          messages: Array.from({ length: count }, (_, i) => say(`line ${i}`, { time: i })),
        })
        const [first] = await opened.store.mergeThreads([threadOf(draft(2), at(2))])
        await opened.store.mergeThreads([threadOf({ ...draft(1), id: 't' }, at(1))])
        await opened.store.mergeThreads([threadOf({ ...draft(1), id: 't' }, at(7))])
        const store = await opened.reopen()
        expect((await store.getThread('t'))?.asOf).toBe(at(7))
        expectSame(await store.mergeThreads([threadOf(draft(4), at(4))]), [
          { id: first?.id, outcome: 'updated' },
        ])
        const last = await opened.reopen()
        expectSame(await last.mergeThreads([threadOf(draft(3), at(3))]), [
          { id: first?.id, outcome: 'unchanged' },
        ])
      },
    },
    {
      name: 'a batch that is refused leaves each thread old or new, and comes through when repeated',
      async run(opened) {
        const { store } = opened
        const start = oneLine('a', 'x', 1)
        await store.mergeThreads([start])
        const grown = threadOf({
          id: 'a',
          messages: [say('more', { id: 'm2', time: 2 }), say('even more', { id: 'm3', time: 3 })],
        })
        const batch = [grown, oneLine('b', 'x', 2)]
        const wrong = { ...oneLine('c', 'x'), contentHash: '0'.repeat(64) }
        await expectCode('INVALID_INPUT', () => store.mergeThreads([...batch, wrong]))
        const seen = await store.getThread('a')
        expect([1, 3]).toContain(seen?.messages.length)
        expect(await store.getThread('c')).toBeUndefined()
        await store.mergeThreads(batch)
        const again = await opened.reopen()
        expect((await again.getThread('a'))?.messages).toHaveLength(3)
        expect((await again.getThread('b'))?.messages).toHaveLength(1)
      },
    },
  ],
}
