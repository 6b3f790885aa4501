import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { buildThread } from '../../src/domain/thread/build-thread.ts'
import { canonicalJson } from '../../src/domain/values/canonical-json.ts'
import { mergeThread } from '../../src/domain/thread/merge-thread.ts'
import { orderMessages } from '../../src/domain/thread/order-messages.ts'
import { bodyHashOf, contentHashOf, threadSchema } from '../../src/domain/thread/thread.ts'
import type { Thread } from '../../src/domain/thread/thread.ts'
import { anyThread, defined, runs } from '../conformance/arbitraries.ts'
import { at, say, threadOf } from '../conformance/check.ts'

/** Few values, so that like messages, edits, reverts and ties come again and again. */
const anySmallMessage = fc
  .record({
    id: fc.constantFrom('1', '2', '3', undefined, undefined),
    role: fc.constantFrom('user', 'assistant'),
    createdAt: fc.constantFrom(at(0), at(0).replace('.000', '.500'), at(1), undefined),
    editedAt: fc.constantFrom(undefined, undefined, at(100)),
    text: fc.constantFrom('a', 'b', 'a ', 'c  d', 'c d'),
  })
  .map(({ text, ...rest }) => Object.assign(defined(rest), { content: [{ type: 'text', text }] }))

const anyExport = fc
  .record({
    title: fc.constantFrom(undefined, 'T', 'U'),
    status: fc.constantFrom(undefined, 1, 2),
    asOf: fc.constantFrom(undefined, at(10), at(20), at(30)),
    format: fc.constantFrom('x', 'y'),
    messages: fc.array(anySmallMessage, { maxLength: 5 }),
  })
  .map(({ title, status, asOf, format, messages }) =>
    buildThread(
      {
        id: 't',
        ...(title === undefined ? {} : { title }),
        attributes: status === undefined ? {} : { status },
        messages: messages,
      },
      { format, ...(asOf === undefined ? {} : { asOf }) },
    ),
  )

const anySeveral = fc.array(anyExport, { minLength: 2, maxLength: 4 })

function all(threads: readonly Thread[]): Thread {
  const [first, ...rest] = threads
  if (first === undefined) throw new Error('nothing to merge')
  return rest.reduce((sum, one) => mergeThread(sum, one).thread, first)
}

function permutations<T>(items: readonly T[]): T[][] {
  if (items.length < 2) return [[...items]]
  return items.flatMap((item, i) =>
    permutations(items.toSpliced(i, 1)).map((rest) => [item].concat(rest)),
  )
}

/** Everything but the id-independent choice of representation: there is none, so the whole. */
const form = (thread: Thread) => canonicalJson(thread)

describe('mergeThread', { timeout: 120_000 }, () => {
  it('commutes: every order of the same exports ends the same', () => {
    fc.assert(
      fc.property(anySeveral, (threads) => {
        const ends = new Set(permutations(threads).map((order) => form(all(order))))
        expect(ends.size).toBe(1)
      }),
      runs(1500, 20_000),
    )
  })

  it('is associative: however the exports are grouped', () => {
    fc.assert(
      fc.property(anySeveral, fc.nat(), (threads, n) => {
        const cut = 1 + (n % (threads.length - 1))
        const grouped = mergeThread(all(threads.slice(0, cut)), all(threads.slice(cut))).thread
        expect(form(grouped)).toBe(form(all(threads)))
      }),
      runs(1500, 20_000),
    )
  })

  it('is idempotent: what is in it already changes nothing and need not be written', () => {
    fc.assert(
      fc.property(anySeveral, fc.nat(), (threads, n) => {
        const end = all(threads)
        const again = mergeThread(end, threads[n % threads.length] ?? end)
        expect(form(again.thread)).toBe(form(end))
        expect([again.outcome, again.write]).toEqual(['unchanged', 'none'])
        expect(form(mergeThread(end, end).thread)).toBe(form(end))
      }),
      runs(1500, 20_000),
    )
  })

  it('with an export that holds no message changes no message, after one export as after many', () => {
    fc.assert(
      fc.property(anyExport, anyExport, (thread, other) => {
        const empty = threadOf({ id: 't', messages: [] }, other.asOf)
        expect(mergeThread(thread, empty).thread.contentHash).toBe(thread.contentHash)
        expect(mergeThread(empty, thread).thread.contentHash).toBe(thread.contentHash)
      }),
      runs(500, 20_000),
    )
  })

  it('leaves a thread as it was built when nothing new comes, in every field', () => {
    fc.assert(
      fc.property(anyThread({ titleAsAttribute: true }), (thread) => {
        const { asOf, source, id } = thread
        const empty = { ...threadOf({ id, messages: [] }, asOf), source }
        expect(form(mergeThread(thread, empty).thread)).toBe(form(thread))
        expect(form(mergeThread(empty, thread).thread)).toBe(form(thread))
      }),
      runs(200, 5000),
    )
  })

  it('holds the same for threads that are awkward in every field', () => {
    fc.assert(
      fc.property(
        fc.array(anyThread({ id: fc.constant('t') }), { minLength: 2, maxLength: 3 }),
        (threads) => {
          const ends = new Set(permutations(threads).map((order) => form(all(order))))
          expect(ends.size).toBe(1)
          const end = all(threads)
          expect(mergeThread(end, threads[0] ?? end).outcome).toBe('unchanged')
        },
      ),
      runs(100, 3000),
    )
  })

  it('gives a thread that is valid, ordered, hashed, with each id once', () => {
    fc.assert(
      fc.property(anySeveral, (threads) => {
        const end = all(threads)
        threadSchema.parse(end)
        expect(end.contentHash).toBe(contentHashOf(end.messages))
        expect(orderMessages(end.messages)).toEqual(end.messages)
        expect(new Set(end.messages.map(({ id }) => id)).size).toBe(end.messages.length)
      }),
      runs(500, 10_000),
    )
  })

  it('loses no message with an id of its source, and no form of one', () => {
    fc.assert(
      fc.property(anySeveral, (threads) => {
        const end = all(threads)
        const kept = new Set([...end.messages, ...end.revisions].map(wording))
        const given = threads
          .flatMap(({ messages }) => messages)
          .filter(({ id }) => !id.startsWith('h:'))
        expect(given.filter((message) => !kept.has(wording(message)))).toEqual([])
      }),
      runs(500, 10_000),
    )
  })

  it('says "none" or "as-of" exactly when the body stays', () => {
    fc.assert(
      fc.property(anyExport, anyExport, (a, b) => {
        const { thread, write, outcome } = mergeThread(a, b)
        const same = bodyHashOf(thread) === bodyHashOf(a)
        const older = thread.asOf !== a.asOf
        expect(write).toBe(same ? (older ? 'as-of' : 'none') : 'body')
        const grown = thread.contentHash !== a.contentHash
        expect(grown && outcome !== 'updated').toBe(false)
      }),
      runs(500, 10_000),
    )
  })
})

describe('two forms of one message', () => {
  const one = (text: string, asOf: string, editedAt?: string) =>
    threadOf(
      { id: 't', messages: [say(text, { id: 'm', time: 0, ...defined({ editedAt }) })] },
      asOf,
    )
  const textOf = (thread: Thread) => thread.messages[0]?.content[0]

  it('the later edit wins over the later export', () => {
    const end = all([one('edited', at(1), at(9)), one('plain', at(5))])
    expect(textOf(end)).toEqual({ type: 'text', text: 'edited' })
    expect(end.revisions).toHaveLength(1)
  })

  it('the later export wins, and an edit that was taken back stays taken back', () => {
    const states = [one('first', at(1)), one('second', at(2)), one('first', at(3))]
    for (const order of permutations(states)) {
      expect(textOf(all(order))).toEqual({ type: 'text', text: 'first' })
    }
  })

  it('an old export never undoes a newer one', () => {
    const end = all([one('new', at(5)), one('old', at(1))])
    expect(textOf(end)).toEqual({ type: 'text', text: 'new' })
  })
})

describe('a message without an id and one with', () => {
  const plain = threadOf({ id: 't', messages: [say('a  b', { time: 0 }), say('a b', { time: 0 })] })

  it('are one where role, second and folded text agree; the id stays', () => {
    const withId = threadOf({
      id: 't',
      messages: [{ ...say('a b ', { id: '1' }), createdAt: at(0).replace('.000', '.250') }],
    })
    for (const end of [all([plain, withId]), all([withId, plain])]) {
      expect(end.messages.map(({ id }) => id.slice(0, 2))).toEqual(['h:', '1'])
    }
  })

  it('pair the n-th with the n-th', () => {
    const both = threadOf({
      id: 't',
      messages: [say('a b', { id: '1', time: 0 }), say('a b', { id: '2', time: 0 })],
    })
    expect(all([plain, both]).messages.map(({ id }) => id)).toEqual(['1', '2'])
  })

  it('are two where the second or the role differs', () => {
    const other = threadOf({
      id: 't',
      messages: [say('a b', { id: '1', time: 1 }), say('a b', { id: '2', time: 0, role: 'tool' })],
    })
    expect(all([plain, other]).messages).toHaveLength(4)
  })
})

function wording(message: Thread['messages'][number]): string {
  return canonicalJson([message.id, message.role, message.createdAt, message.content])
}
