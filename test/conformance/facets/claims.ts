import { setTimeout as delay } from 'node:timers/promises'
import { expect } from 'vitest'
import type { ChatStore, ClaimQuery } from '../../../src/storage/chat-store.ts'
import { analyzed, expectCode, KEY, oneLine, say, threadOf } from '../check.ts'
import type { Facet } from '../check.ts'

/** Longer than any check takes. */
const LONG = 3_600_000
/** Milliseconds. A lease that shall lapse; a bucket tells the time in whole seconds. */
const SHORT = 1500
const DEADLINE = 60_000

const threads = Array.from({ length: 12 }, (_, i) => oneLine(`t${String(i).padStart(2, '0')}`, 'x'))

async function claim(
  store: ChatStore,
  worker: string,
  over: Partial<ClaimQuery> = {},
): Promise<string[]> {
  const query = { analyzerKey: KEY, worker, lease: LONG, limit: 1000, ...over }
  return (await store.claimPending(query)).map(({ id }) => id)
}

function held(store: ChatStore, worker: string, ids: readonly string[], lease = LONG) {
  return store.renewClaims({ analyzerKey: KEY, worker, lease, ids })
}

const idsOf = (from: number, to: number) => threads.slice(from, to).map(({ id }) => id)

/** Asks until a worker gets something. */
async function soon(ask: () => Promise<string[]>): Promise<string[]> {
  for (const start = performance.now(); performance.now() - start < DEADLINE;) {
    const got = await ask()
    if (got.length > 0) return got
    await delay(50)
  }
  return expect.fail('nothing was lent in time')
}

export const claims: Facet = {
  name: 'claims',
  checks: [
    {
      name: 'are what is pending, in its order, and no other worker gets them',
      async run({ store }) {
        await store.mergeThreads(threads)
        const pending = await store.listPending({ analyzerKey: KEY, limit: 3 })
        const query = { analyzerKey: KEY, lease: LONG, limit: 3 }
        expect(await store.claimPending({ ...query, worker: 'a' })).toEqual(pending)
        expect(await claim(store, 'b', { limit: 4 })).toEqual(idsOf(3, 7))
        expect(await claim(store, 'a', { limit: 3, after: 't02' })).toEqual(idsOf(7, 10))
        expect(await claim(store, 'c')).toEqual(idsOf(10, 12))
        expect(await claim(store, 'd')).toEqual([])
        // They keep nobody from seeing what is pending, and another key has claims of its own.
        expect(await store.countPending(KEY)).toBe(12)
        expect(await claim(store, 'd', { analyzerKey: 'other' })).toEqual(idsOf(0, 12))
      },
    },
    {
      name: 'may be of some threads alone, in the order in which they are named',
      async run({ store }) {
        await store.mergeThreads(threads)
        await store.saveAnalyses([analyzed(oneLine('t05', 'x'))])
        const among = ['t09', 't02', 'none', 't05', 't11', 't00', 't02']
        expect(await claim(store, 'a', { among, limit: 2, after: 't10' })).toEqual(['t09', 't02'])
        expect(await claim(store, 'b', { among })).toEqual(['t11', 't00'])
        expect(await claim(store, 'c', { among: [] })).toEqual([])
        expect(await claim(store, 'c', { limit: 2 })).toEqual(['t01', 't03'])
        expect(await held(store, 'a', ['t09', 't11', 't02'])).toEqual(['t09', 't02'])
      },
    },
    {
      name: 'are given again to the worker that has them, and renewed',
      async run({ store }) {
        await store.mergeThreads(threads)
        expect(await claim(store, 'a', { limit: 2 })).toEqual(idsOf(0, 2))
        expect(await claim(store, 'a', { limit: 4 })).toEqual(idsOf(0, 4))
        expect(await claim(store, 'b')).toEqual(idsOf(4, 12))
        expect(await held(store, 'a', idsOf(1, 6))).toEqual(idsOf(1, 4))
        expect(await held(store, 'c', idsOf(0, 12))).toEqual([])
      },
    },
    {
      name: 'of a task are one worker’s, beside its threads, until it lets go',
      async run({ store }) {
        await store.mergeThreads(threads)
        const task = (worker: string, name = 'fit') =>
          store.claimTask({ analyzerKey: KEY, worker, lease: LONG, task: name })
        await claim(store, 'a', { limit: 6 })
        expect(await task('a')).toBe(true)
        expect(await task('a')).toBe(true)
        expect(await task('b')).toBe(false)
        expect(await task('b', 'another')).toBe(true)
        expect(await held(store, 'a', idsOf(0, 12))).toEqual(idsOf(0, 6))
        expect(await task('b')).toBe(false)
        await store.releaseClaims(KEY, 'a')
        expect(await task('b')).toBe(true)
        expect(await claim(store, 'b')).toEqual(idsOf(0, 12))
      },
    },
    {
      name: 'of many workers at once are disjoint and all there is',
      async run(opened) {
        const { store } = opened
        await store.mergeThreads(threads)
        const other = await opened.secondWriter()
        try {
          await other.refresh()
          const got = await Promise.all(
            ['a', 'b', 'c', 'd'].map((worker, i) =>
              claim(i % 2 === 0 ? store : other, worker, { limit: 3 }),
            ),
          )
          expect(got.map(({ length }) => length)).toEqual([3, 3, 3, 3])
          expect(got.flat().toSorted()).toEqual(idsOf(0, 12))
          expect(await claim(other, 'e')).toEqual([])
        } finally {
          if (other !== store) await other.close()
        }
      },
    },
    {
      name: 'of workers that store as they go give each thread to one of them, once',
      async run({ store }) {
        await store.mergeThreads(threads)
        const work = async (worker: string): Promise<string[]> => {
          const done: string[] = []
          for (;;) {
            const got = await claim(store, worker, { limit: 2 })
            if (got.length === 0) return done
            done.push(...got)
            await store.saveAnalyses(got.map((id) => analyzed(oneLine(id, 'x'))))
          }
        }
        const done = await Promise.all(['a', 'b', 'c'].map(work))
        expect(done.flat().toSorted()).toEqual(idsOf(0, 12))
        expect(await store.countRecords('history')).toBe(12)
      },
    },
    {
      name: 'lapse with their lease, and are then the next worker’s',
      async run({ store }) {
        await store.mergeThreads(threads)
        expect(await claim(store, 'other', { after: 't04' })).toEqual(idsOf(5, 12))
        expect(await claim(store, 'dead', { lease: SHORT })).toEqual(idsOf(0, 5))
        expect(await soon(() => claim(store, 'next'))).toEqual(idsOf(0, 5))
        expect(await held(store, 'dead', idsOf(0, 5))).toEqual([])
        expect(await held(store, 'next', idsOf(0, 12))).toEqual(idsOf(0, 5))
      },
    },
    {
      name: 'do not lapse while they are renewed',
      async run({ store }) {
        await store.mergeThreads(threads)
        await claim(store, 'a', { limit: 12, lease: SHORT })
        expect(await held(store, 'a', ['t00'])).toEqual(['t00'])
        await delay(SHORT + 1000)
        expect(await claim(store, 'b')).toEqual([])
      },
    },
    {
      name: 'end when their worker lets go, and no one else’s do',
      async run({ store }) {
        await store.mergeThreads(threads)
        await claim(store, 'a', { limit: 4 })
        await claim(store, 'b', { limit: 4 })
        await store.releaseClaims(KEY, 'a')
        await store.releaseClaims(KEY, 'nobody')
        expect(await claim(store, 'c')).toEqual([...idsOf(0, 4), ...idsOf(8, 12)])
        expect(await held(store, 'b', idsOf(0, 12))).toEqual(idsOf(4, 8))
      },
    },
    {
      name: 'end with the analysis: a thread that changes is pending again and anybody’s',
      async run({ store }) {
        await store.mergeThreads(threads)
        await claim(store, 'a')
        await store.saveAnalyses(threads.slice(0, 6).map((thread) => analyzed(thread)))
        expect(await claim(store, 'b')).toEqual([])
        expect(await held(store, 'a', idsOf(0, 12))).toEqual(idsOf(6, 12))
        const grown = threadOf({
          id: 't03',
          messages: [say('x', { id: 'm1', userId: 'u1' }), say('y', { id: 'm2' })],
        })
        await store.mergeThreads([grown])
        expect(await claim(store, 'b')).toEqual(['t03'])
        // What changes while it is claimed stays with its worker.
        const changed = threadOf({ id: 't07', messages: [say('z', { id: 'm2' })] })
        await store.mergeThreads([changed])
        expect(await held(store, 'a', ['t07'])).toEqual(['t07'])
        await store.saveAnalyses(threads.slice(7, 8).map((thread) => analyzed(thread)))
        expect(await claim(store, 'c')).toEqual(['t07'])
      },
    },
    {
      name: 'are none of a thread that was erased, or that another has analyzed',
      async run({ store }) {
        await store.mergeThreads(threads)
        await claim(store, 'a', { limit: 6 })
        await store.eraseThreads(['t01', 't08'])
        await store.putRecords('analysis', [
          analyzed(oneLine('t02', 'x')).analysis,
          analyzed(oneLine('t09', 'x')).analysis,
        ])
        expect(await held(store, 'a', idsOf(0, 6))).toEqual(['t00', 't03', 't04', 't05'])
        expect(await claim(store, 'b')).toEqual(['t06', 't07', 't10', 't11'])
      },
    },
    {
      name: 'of a store are there for another at its place, and when it is opened again',
      async run(opened) {
        const { store } = opened
        await store.mergeThreads(threads)
        await claim(store, 'a', { limit: 6 })
        const other = await opened.secondWriter()
        await other.refresh()
        expect(await claim(other, 'b', { limit: 3 })).toEqual(idsOf(6, 9))
        if (other !== store) await other.close()
        const again = await opened.reopen()
        expect(await held(again, 'a', idsOf(0, 12))).toEqual(idsOf(0, 6))
        expect(await claim(again, 'c')).toEqual(idsOf(9, 12))
      },
    },
    {
      name: 'outlast a reindex',
      async run({ store }) {
        await store.mergeThreads(threads)
        await claim(store, 'a', { limit: 6 })
        await store.reindex()
        expect(await claim(store, 'b')).toEqual(idsOf(6, 12))
      },
    },
    {
      name: 'may be of threads, keys and workers with any name',
      async run({ store }) {
        const names = [
          '\0',
          '\uD800',
          '\uD801',
          '__proto__',
          "'; DROP TABLE claims; --",
          'x'.repeat(999),
        ]
        await store.mergeThreads(names.map((id) => oneLine(id, 'x')))
        for (const name of names) {
          const query = { analyzerKey: name, lease: LONG }
          const mine = await claim(store, name, { ...query, limit: 3 })
          const rest = await claim(store, `${name}!`, query)
          expect(mine).toHaveLength(3)
          expect([...mine, ...rest].toSorted()).toEqual(names.toSorted())
        }
      },
    },
    {
      name: 'need a worker with a name and a lease that is one',
      async run({ store }) {
        await store.mergeThreads(threads)
        for (const over of [
          { worker: '' },
          { lease: 0 },
          { lease: -1 },
          { lease: 1.5 },
          { limit: 0 },
        ]) {
          await expectCode('INVALID_INPUT', () => claim(store, 'a', over))
        }
        for (const lease of [Number.NaN, LONG + 1]) {
          await expectCode('INVALID_INPUT', () => held(store, 'a', [], lease))
        }
      },
    },
  ],
}
