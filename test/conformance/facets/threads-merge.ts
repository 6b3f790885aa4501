import { expect } from 'vitest'
import { mergeThread } from '../../../src/domain/thread/merge-thread.ts'
import type { Thread } from '../../../src/domain/thread/thread.ts'
import * as fc from 'fast-check'
import { anyThread, sample } from '../arbitraries.ts'
import { at, expectSame, oneLine, say, threadOf } from '../check.ts'
import type { Facet } from '../check.ts'

const first = threadOf({ id: 't', messages: [say('one', { id: 'a', time: 1 })] }, at(1))
const second = threadOf({ id: 't', messages: [say('two', { id: 'b', time: 2 })] }, at(2))
const edited = threadOf({ id: 't', messages: [say('one!', { id: 'a', time: 1 })] }, at(3))

function conversation(count: number, asOf?: string): Thread {
  const messages = Array.from({ length: count }, (_, i) => say(`line ${i}`, { time: i }))
  return threadOf({ messages }, asOf)
}

export const merging: Facet = {
  name: 'threads merge',
  checks: [
    {
      name: 'says added, updated or unchanged, in the order given',
      async run({ store }) {
        expectSame(await store.mergeThreads([first, oneLine('u', 'x')]), [
          { id: 't', outcome: 'added' },
          { id: 'u', outcome: 'added' },
        ])
        expectSame(await store.mergeThreads([oneLine('u', 'x'), second, oneLine('v', 'x')]), [
          { id: 'u', outcome: 'unchanged' },
          { id: 't', outcome: 'updated' },
          { id: 'v', outcome: 'added' },
        ])
        expectSame(await store.mergeThreads([]), [])
      },
    },
    {
      name: 'keeps the messages of both sides, and the forms that lost',
      async run({ store }) {
        for (const thread of [first, second, edited]) await store.mergeThreads([thread])
        const found = await store.getThread('t')
        expect(found?.messages.map(({ id }) => id)).toEqual(['a', 'b'])
        expect(found?.messages[0]?.content).toEqual([{ type: 'text', text: 'one!' }])
        expect(found?.revisions.map(({ id }) => id)).toEqual(['a'])
      },
    },
    {
      name: 'ends the same whatever the order of imports',
      async run({ store }) {
        const states = [first, second, edited]
        const orders = [
          [0, 1, 2],
          [0, 2, 1],
          [1, 0, 2],
          [1, 2, 0],
          [2, 0, 1],
          [2, 1, 0],
        ]
        const ends: (Thread | undefined)[] = []
        for (const [n, order] of orders.entries()) {
          for (const i of order) {
            const state = states[i]
            if (state !== undefined) await store.mergeThreads([{ ...state, id: `t${n}` }])
          }
          const end = await store.getThread(`t${n}`)
          ends.push(end === undefined ? undefined : { ...end, id: 't' })
        }
        for (const end of ends) expectSame(end, ends[0])
        expect(ends[0]?.messages).toHaveLength(2)
      },
    },
    {
      name: 'takes an id twice in one batch as two imports',
      async run({ store }) {
        expectSame(await store.mergeThreads([first, second, first]), [
          { id: 't', outcome: 'added' },
          { id: 't', outcome: 'updated' },
          { id: 't', outcome: 'unchanged' },
        ])
        expect((await store.getThread('t'))?.messages).toHaveLength(2)
      },
    },
    {
      name: 'keeps the age of a later export that changed nothing',
      async run({ store }) {
        await store.mergeThreads([first])
        const later = threadOf({ id: 't', messages: [say('one', { id: 'a', time: 1 })] }, at(9))
        expectSame(await store.mergeThreads([later]), [{ id: 't', outcome: 'unchanged' }])
        expect((await store.getThread('t'))?.asOf).toBe(at(9))
        // Newer than `edited`, so the form of the later export stays.
        await store.mergeThreads([edited])
        expect((await store.getThread('t'))?.messages[0]?.content).toEqual([
          { type: 'text', text: 'one' },
        ])
      },
    },
    {
      name: 'finds a conversation without an id again when it has grown, and its older states',
      async run({ store }) {
        const [added] = await store.mergeThreads([conversation(2, at(2))])
        expect(added?.outcome).toBe('added')
        const id = added?.id ?? ''
        expectSame(await store.mergeThreads([conversation(5, at(5))]), [{ id, outcome: 'updated' }])
        expectSame(await store.mergeThreads([conversation(3, at(3))]), [
          { id, outcome: 'unchanged' },
        ])
        expectSame(await store.mergeThreads([conversation(7), conversation(6)]), [
          { id, outcome: 'updated' },
          { id, outcome: 'unchanged' },
        ])
        expect((await store.getThread(id))?.messages).toHaveLength(7)
        expect(await store.countThreads({})).toBe(1)
      },
    },
    {
      name: 'keeps equal words of two requests apart, and takes a continuation for one of them',
      async run({ store }) {
        const logged = (request: number, count: number) =>
          threadOf({
            request,
            messages: conversation(count).messages.map(({ content, role }) => ({ content, role })),
          })
        const outcomes = await store.mergeThreads([logged(1, 2), logged(2, 2), logged(3, 4)])
        expect(outcomes.map(({ outcome }) => outcome)).toEqual(['added', 'added', 'updated'])
        const again = [logged(4, 2), logged(2, 2), logged(3, 4), logged(1, 2)]
        const seen = await store.mergeThreads(again)
        expect(seen.map(({ outcome }) => outcome)).toEqual([
          'added',
          'unchanged',
          'unchanged',
          'unchanged',
        ])
        expect(await store.countThreads({})).toBe(3)
      },
    },
    {
      name: 'tells conversations apart that only begin alike',
      async run({ store }) {
        const left = threadOf({
          messages: [say('a', { time: 1 }), say('b', { time: 2 }), say('l')],
        })
        const right = threadOf({
          messages: [say('a', { time: 1 }), say('b', { time: 2 }), say('r')],
        })
        const lone = threadOf({ messages: [say('a', { time: 1 })] })
        const outcomes = await store.mergeThreads([left, right, lone])
        expect(outcomes.map(({ outcome }) => outcome)).toEqual(['added', 'added', 'added'])
        expect(await store.countThreads({})).toBe(3)
      },
    },
    {
      name: 'merges as the rules of the domain do, whatever the threads hold',
      async run({ store }) {
        const expected = new Map<string, Thread>()
        const given = sample(anyThread({ id: fc.constantFrom('a', 'b', '../c', '\0') }), 30, 400)
        for (const thread of given) {
          const { thread: merged, outcome } = mergeThread(expected.get(thread.id), thread)
          expected.set(thread.id, merged)
          expectSame(await store.mergeThreads([thread]), [{ id: thread.id, outcome }])
        }
        for (const [id, thread] of expected) expectSame(await store.getThread(id), thread)
      },
    },
  ],
}
