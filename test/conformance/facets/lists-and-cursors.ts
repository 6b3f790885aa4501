import { expect } from 'vitest'
import { compareIds } from '../../../src/domain/values/ids.ts'
import type { ThreadListQuery } from '../../../src/domain/thread/thread-query.ts'
import { summarize } from '../../../src/domain/thread/thread-summary.ts'
import type { Thread } from '../../../src/domain/thread/thread.ts'
import { AWKWARD_IDS } from '../arbitraries.ts'
import { allPages, at, expectCode, expectSame, oneLine, say, threadOf } from '../check.ts'
import type { Facet, StoreUnderTest } from '../check.ts'

/** Threads with awkward ids, of few times, every fourth without any. */
const threads: readonly Thread[] = AWKWARD_IDS.map((id, i) =>
  oneLine(id, `text ${i}`, i % 4 === 3 ? undefined : (i * 7) % 5),
)

async function listedIds({ store }: StoreUnderTest, query: ThreadListQuery): Promise<string[]> {
  const items = await allPages((cursor) => store.listThreads({ ...query, ...cursor }))
  return items.map(({ id }) => id)
}

function newestFirst(a: Thread, b: Thread): number {
  const x = a.messages[0]?.createdAt ?? ''
  const y = b.messages[0]?.createdAt ?? ''
  return x === y ? compareIds(a.id, b.id) : x > y ? -1 : 1
}

export const lists: Facet = {
  name: 'lists and cursors',
  checks: [
    {
      name: 'an empty store has an empty page',
      async run({ store }) {
        expectSame(await store.listThreads({}), { items: [] })
        expect(await store.countThreads({})).toBe(0)
      },
    },
    {
      name: 'newest first, ties by the bytes of the id, threads without times last, on any page size; oldest first from its end',
      async run(opened) {
        await opened.store.mergeThreads(threads)
        const expected = threads.toSorted(newestFirst).map(({ id }) => id)
        for (const limit of [1, 7, 1000]) {
          expectSame(await listedIds(opened, { limit }), expected)
          const reversed = expected.toReversed()
          expectSame(await listedIds(opened, { order: 'oldest', limit }), reversed)
        }
      },
    },
    {
      name: 'by id: every thread once, by the bytes of the id',
      async run(opened) {
        await opened.store.mergeThreads(threads)
        const expected = threads.map(({ id }) => id).sort(compareIds)
        for (const limit of [1, 4, 1000]) {
          expectSame(await listedIds(opened, { order: 'id', limit }), expected)
        }
      },
    },
    {
      name: 'a page holds 50 unless told, and no cursor at its end',
      async run({ store }) {
        await store.mergeThreads(Array.from({ length: 51 }, (_, i) => oneLine(`t${i}`, 'x', i)))
        const page = await store.listThreads({})
        expect(page.items).toHaveLength(50)
        const rest = await store.listThreads({ cursor: page.next ?? '' })
        expect(rest.items).toHaveLength(1)
        expect(rest.next).toBeUndefined()
        expect((await store.listThreads({ limit: 51 })).next).toBeUndefined()
      },
    },
    {
      name: 'what was not written meanwhile appears exactly once though others come, change and go',
      async run({ store }) {
        await store.mergeThreads(Array.from({ length: 20 }, (_, i) => oneLine(`t${i}`, 'x', i)))
        const seen: string[] = []
        let cursor: string | undefined
        for (let page = 0; page < 60; page++) {
          const query = cursor === undefined ? { limit: 3 } : { limit: 3, cursor }
          const { items, next } = await store.listThreads(query)
          seen.push(...items.map(({ id }) => id))
          if (next === undefined) break
          cursor = next
          // Before the cursor, and therefore a shift of every offset behind it.
          if (page < 4) await store.mergeThreads([oneLine(`new${page}`, 'x', 100 + page)])
          if (page === 1) await store.eraseThreads(['t19', 't18'])
        }
        const old = seen.filter((id) => id.startsWith('t'))
        expect(old).toEqual(Array.from({ length: 20 }, (_, i) => `t${19 - i}`))
      },
    },
    {
      name: 'a row is the summary of the thread',
      async run({ store }) {
        const thread = threadOf({
          id: 't',
          title: 'A title',
          messages: [
            say('  first\nwords ', { id: 'a', userId: 'u2', time: 3 }),
            say('x'.repeat(300), { id: 'b', role: 'assistant', time: 5 }),
            say('', { id: 'c', userId: 'u1', time: 1 }),
          ],
        })
        await store.mergeThreads([thread, threadOf({ id: 'empty', messages: [] })])
        const { items } = await store.listThreads({})
        expectSame(items[0], summarize(thread))
        expectSame(items[0], {
          id: 't',
          title: 'A title',
          preview: 'first words',
          messageCount: 3,
          firstMessageAt: at(1),
          lastMessageAt: at(5),
          userIds: ['u1', 'u2'],
          contentHash: thread.contentHash,
        })
        expect(items[1]?.messageCount).toBe(0)
      },
    },
    {
      name: 'filters by time (from inclusive, to exclusive) and by user, and counts the same',
      async run(opened) {
        const { store } = opened
        await store.mergeThreads([
          ...Array.from({ length: 6 }, (_, i) => oneLine(`t${i}`, 'x', i)),
          oneLine('timeless', 'x'),
          threadOf({
            id: 'two',
            messages: [
              say('x', { id: 'a', userId: 'u2', time: 0 }),
              say('y', { id: 'b', userId: '', time: 3 }),
            ],
          }),
        ])
        const cases: [ThreadListQuery, string[]][] = [
          [{ from: at(2), to: at(4) }, ['t3', 'two', 't2']],
          [{ from: at(5) }, ['t5']],
          [{ to: at(1) }, ['t0']],
          [{ from: at(3), to: at(3) }, []],
          [{ userId: 'u2' }, ['two']],
          [{ userId: '' }, ['two']],
          [{ userId: 'u' }, []],
          [{ userId: 'u1', from: at(3), to: at(5), limit: 1 }, ['t4', 't3']],
        ]
        for (const [query, expected] of cases) {
          expectSame(await listedIds(opened, query), expected)
          expect(await store.countThreads(query)).toBe(expected.length)
        }
      },
    },
    {
      name: 'refuses a wrong limit, a damaged cursor and a cursor of another order',
      async run({ store }) {
        await store.mergeThreads([oneLine('a', 'x'), oneLine('b', 'x')])
        for (const limit of [0, -1, 1001, 1.5, Number.NaN]) {
          await expectCode('INVALID_INPUT', () => store.listThreads({ limit }))
        }
        const { next } = await store.listThreads({ limit: 1 })
        for (const cursor of ['', 'x', '%%%', next?.slice(0, -3) ?? '']) {
          await expectCode('INVALID_INPUT', () => store.listThreads({ cursor }))
        }
        await expectCode('INVALID_INPUT', () =>
          store.listThreads({ order: 'id', cursor: next ?? '' }),
        )
      },
    },
    {
      name: 'gives each thread that was asked for, in that order, and undefined where there is none',
      async run({ store }) {
        await store.mergeThreads(threads)
        expect(await store.getThread('not there')).toBeUndefined()
        const ids = ['CON', 'not there', '../x', 'CON', 'con']
        const found = await store.getThreads(ids)
        expect(found.map((thread) => thread?.id)).toEqual(['CON', undefined, '../x', 'CON', 'con'])
        expectSame(await store.getThreads([]), [])
      },
    },
  ],
}
