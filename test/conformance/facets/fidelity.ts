import * as fc from 'fast-check'
import { expect } from 'vitest'
import { contentHashOf } from '../../../src/domain/thread/thread.ts'
import type { Thread } from '../../../src/domain/thread/thread.ts'
import {
  anyThread,
  AWKWARD_IDS,
  AWKWARD_TEXTS,
  beyondOneRequest,
  codeUnits,
  nested,
  sample,
} from '../arbitraries.ts'
import { analyzed, expectSame, KEY, oneLine, say, threadOf } from '../check.ts'
import type { Facet, StoreUnderTest } from '../check.ts'

async function expectKept({ store }: StoreUnderTest, threads: readonly Thread[]): Promise<void> {
  const outcomes = await store.mergeThreads(threads)
  expectSame(
    outcomes.map(({ outcome }) => outcome),
    threads.map(() => 'added'),
  )
  expectSame(await store.getThreads(threads.map(({ id }) => id)), threads)
  for (const thread of threads.slice(0, 5)) expectSame(await store.getThread(thread.id), thread)
}

export const fidelity: Facet = {
  name: 'fidelity',
  checks: [
    {
      name: 'every awkward text comes back to the code unit: as words, keys, titles, roles and users',
      async run(opened) {
        await expectKept(
          opened,
          AWKWARD_TEXTS.map((text, i) =>
            threadOf({
              id: `t${i}`,
              title: text,
              attributes: Object.fromEntries([
                [text, { [text]: text }],
                ['list', [text, null]],
              ]),
              messages: [
                say(text, { id: `m${text}`, userId: text, role: `r${text}`, sourceTime: text }),
                {
                  id: 'item',
                  role: 'tool',
                  content: [{ type: `i${text}`, raw: Object.fromEntries([[text, text]]) }],
                },
              ],
            }),
          ),
        )
      },
    },
    {
      name: 'every awkward id is an id of its own, case twins among them',
      async run(opened) {
        await expectKept(
          opened,
          AWKWARD_IDS.map((id, i) => oneLine(id, `text ${i}`, i)),
        )
        expect(await opened.store.countThreads({})).toBe(AWKWARD_IDS.length)
        const threads = AWKWARD_IDS.map((id, i) => oneLine(id, `text ${i}`, i))
        await opened.store.saveAnalyses(threads.map((one) => analyzed(one, { summary: one.id })))
        for (const id of AWKWARD_IDS) {
          expectSame((await opened.store.getAnalysis(id, KEY))?.summary, id)
        }
      },
    },
    {
      name: 'keeps __proto__ as a key, numbers as they are, deep and big values',
      async run(opened) {
        const raw = JSON.parse(
          '{"__proto__":{"__proto__":1},"constructor":{"prototype":2},"":0,"a.b":{"$set":1e21},"n":5e-324}',
        )
        const items = [
          raw,
          nested(1500),
          { big: 'x\uD800'.repeat(500_000) },
          [],
          {},
          null,
          false,
          '',
        ]
        const thread = threadOf({
          id: 't',
          messages: items.map((value, i) => ({
            id: `m${i}`,
            role: 'tool',
            content: [{ type: 'item', raw: value }, { type: 'item' }],
          })),
        })
        await expectKept(opened, [thread])
        const found = await opened.store.getThread('t')
        expect(JSON.stringify(found?.messages[0]?.content[0])).toContain('{"__proto__":1}')
      },
    },
    {
      name: 'an empty thread, empty messages and a thread of many messages are kept',
      async run(opened) {
        await expectKept(opened, [
          threadOf({ id: 'none', messages: [] }),
          threadOf({ id: 'empty', messages: [{ id: 'm', role: 'user', content: [] }] }),
          threadOf({
            id: 'many',
            messages: Array.from({ length: 3000 }, (_, i) =>
              say(`text ${i}`, { id: `m${i}`, time: i }),
            ),
          }),
        ])
      },
    },
    {
      name: 'any thread of any texts comes back, and with the hash of its messages',
      async run(opened) {
        const made = sample(anyThread({ id: codeUnits.filter((id) => id !== '') }), 60, 1000)
        const threads = [...new Map(made.map((thread) => [thread.id, thread])).values()]
        await expectKept(opened, threads)
        for (const found of await opened.store.getThreads(threads.map(({ id }) => id))) {
          if (found === undefined) continue
          expect(contentHashOf(found.messages)).toBe(found.contentHash)
        }
      },
    },
    {
      name: 'what was given and what was answered may be changed without changing what is stored',
      async run({ store }) {
        const thread = threadOf({
          id: 't',
          messages: [say('text', { id: 'm' })],
          attributes: { a: [] },
        })
        const before = structuredClone(thread)
        await store.mergeThreads([thread])
        Object.assign(thread, { id: 'other', messages: [] })
        const found = await store.getThread('t')
        expectSame(found, before)
        Object.assign(found?.attributes['a'] ?? {}, { value: 'changed' })
        expectSame(await store.getThread('t'), before)
      },
    },
    {
      name: 'a user of any name is found by it, and only by it',
      async run({ store }) {
        const names = [...new Set(AWKWARD_TEXTS)]
        await store.mergeThreads(
          names.map((userId, i) => threadOf({ id: `t${i}`, messages: [say('x', { userId })] })),
        )
        for (const [i, userId] of names.entries()) {
          const { items } = await store.listThreads({ userId })
          expectSame([userId, items.map(({ id }) => id)], [userId, [`t${i}`]])
        }
      },
    },
    {
      name: 'a call may hold thousands of threads, ids, analyses or records',
      async run({ store }) {
        const number = beyondOneRequest()
        const threads = Array.from({ length: number }, (_, i) => oneLine(`t${i}`, `text ${i}`, i))
        const ids = threads.map(({ id }) => id)
        const outcomes = await store.mergeThreads(threads)
        expect(outcomes.every(({ outcome }) => outcome === 'added')).toBe(true)
        expectSame(await store.getThreads(ids), threads)
        await store.saveAnalyses(threads.map((thread) => analyzed(thread)))
        expect(await store.countPending(KEY)).toBe(0)
        await store.putRecords(
          'history',
          threads.map((thread) => analyzed(thread, {}, 9).entry),
        )
        expect(await store.countRecords('history')).toBe(2 * number)
        expect(await store.eraseThreads(ids)).toBe(number)
        expect(await store.countThreads({})).toBe(0)
        expect(await store.countRecords('history')).toBe(0)
      },
    },
    {
      name: 'ids of any code units are found again',
      async run({ store }) {
        const ids = [
          ...new Set(
            sample(
              fc.tuple(codeUnits, codeUnits).map((two) => two.join('x')),
              60,
              500,
            ),
          ),
        ]
        await store.mergeThreads(ids.map((id, i) => oneLine(id, `text ${i}`)))
        const found = await store.getThreads(ids)
        expectSame(
          found.map((thread) => thread?.id),
          ids,
        )
      },
    },
  ],
}
