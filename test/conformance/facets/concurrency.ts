import { expect } from 'vitest'
import { analyzed, expectSame, KEY, oneLine, say, threadOf } from '../check.ts'
import type { Facet } from '../check.ts'

const piece = (id: string, i: number) =>
  threadOf({ id, messages: [say(`message ${i}`, { id: `m${i}`, time: i })] })

export const concurrency: Facet = {
  name: 'concurrency',
  checks: [
    {
      name: 'many writers at once lose nothing of any',
      async run({ store }) {
        const outcomes = await Promise.all(
          Array.from({ length: 40 }, (_, i) => store.mergeThreads([piece(`t${i % 2}`, i)])),
        )
        expect(outcomes.flat().filter(({ outcome }) => outcome === 'added')).toHaveLength(2)
        for (const id of ['t0', 't1']) {
          expect((await store.getThread(id))?.messages).toHaveLength(20)
        }
      },
    },
    {
      name: 'batches that name the same threads in other orders all come to an end',
      async run({ store }) {
        const ids = Array.from({ length: 12 }, (_, i) => `t${i}`)
        await Promise.all(
          Array.from({ length: 10 }, (_, i) =>
            store.mergeThreads((i % 2 === 0 ? ids : ids.toReversed()).map((id) => piece(id, i))),
          ),
        )
        for (const id of ids) expect((await store.getThread(id))?.messages).toHaveLength(10)
      },
    },
    {
      name: 'a thread is seen old or new while it is written',
      async run({ store }) {
        const whole = threadOf({
          id: 't',
          messages: Array.from({ length: 200 }, (_, i) =>
            say(`message ${i}`, { id: `m${i}`, time: i }),
          ),
        })
        const start = piece('t', 0)
        await store.mergeThreads([start])
        const hashes = new Set([start.contentHash, whole.contentHash])
        const writing = store.mergeThreads([whole])
        const seen = await Promise.all(Array.from({ length: 20 }, () => store.getThread('t')))
        await writing
        for (const thread of seen) expect(hashes).toContain(thread?.contentHash)
        expect((await store.getThread('t'))?.contentHash).toBe(whole.contentHash)
      },
    },
    {
      name: 'one conversation without an id, imported by many at once, is one thread',
      async run({ store }) {
        const states = Array.from({ length: 10 }, (_, i) =>
          threadOf({
            messages: Array.from({ length: (i % 3) + 2 }, (_, k) => say(`line ${k}`, { time: k })),
          }),
        )
        await Promise.all(states.map((state) => store.mergeThreads([state])))
        expect(await store.countThreads({})).toBe(1)
        const { items } = await store.listThreads({})
        expect(items[0]?.messageCount).toBe(4)
      },
    },
    {
      name: 'analyses, records and erasures at once end as one after the other',
      async run({ store }) {
        const threads = Array.from({ length: 20 }, (_, i) => oneLine(`t${i}`, 'x', i))
        await store.mergeThreads(threads)
        await Promise.all([
          ...threads.map((thread) => store.saveAnalyses([analyzed(thread)])),
          store.eraseThreads(['t3', 't4']),
          store.eraseThreads(['t4', 't5']),
          store.putRecords('run', [
            {
              id: 'r',
              analyzerKey: KEY,
              startedAt: '',
              status: 'done',
              schemaVersion: 2,
              planned: 0,
              analyzed: 0,
              failed: 0,
              failedBy: {},
              errors: [],
            },
          ]),
        ])
        expect(await store.countThreads({})).toBe(17)
        expect(await store.countRecords('analysis')).toBe(17)
        expect(await store.countRecords('history')).toBe(17)
        expect(await store.countPending(KEY)).toBe(0)
        expect(await store.countRecords('run')).toBe(1)
      },
    },
    {
      name: 'two stores at one place lose nothing of either, and see each other after refresh',
      async run(opened) {
        const { store } = opened
        const other = await opened.secondWriter()
        try {
          await Promise.all(
            Array.from({ length: 20 }, (_, i) =>
              (i % 2 === 0 ? store : other).mergeThreads([
                piece('t', i),
                oneLine(`own${i}`, 'x', i),
              ]),
            ),
          )
          await other.refresh()
          await store.refresh()
          const thread = await store.getThread('t')
          expect(thread?.messages).toHaveLength(20)
          expectSame(await other.getThread('t'), thread)
          expectSame(await other.listThreads({}), await store.listThreads({}))
          expect(await other.countThreads({})).toBe(21)
        } finally {
          if (other !== store) await other.close()
        }
      },
    },
    {
      name: 'a store sees what another at its place wrote within five seconds, without refresh',
      async run(opened) {
        const { store } = opened
        const other = await opened.beside()
        try {
          await other.countThreads({})
          await store.mergeThreads([piece('t', 0)])
          const deadline = Date.now() + 5000
          while ((await other.countThreads({})) === 0 && Date.now() < deadline) {
            await new Promise((resolve) => setTimeout(resolve, 20))
          }
          expect(await other.countThreads({})).toBe(1)
          expectSame(await other.getThread('t'), await store.getThread('t'))
        } finally {
          if (other !== store) await other.close()
        }
      },
    },
    {
      name: 'importing and erasing one thread at once ends without it',
      async run({ store }) {
        await store.mergeThreads([piece('t', 0)])
        await Promise.all([
          ...Array.from({ length: 10 }, (_, i) => store.mergeThreads([piece('t', i)])),
          store.eraseThreads(['t']),
        ])
        expect(await store.getThread('t')).toBeUndefined()
        expectSame((await store.mergeThreads([piece('t', 1)]))[0]?.outcome, 'erased')
        expect(await store.countThreads({})).toBe(0)
      },
    },
  ],
}
