import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { buildThread } from '../../src/domain/thread/build-thread.ts'
import type { DraftMessage } from '../../src/domain/thread/build-thread.ts'
import { canonicalJson } from '../../src/domain/values/canonical-json.ts'
import { mergeThread } from '../../src/domain/thread/merge-thread.ts'
import { orderMessages } from '../../src/domain/thread/order-messages.ts'
import type { Thread } from '../../src/domain/thread/thread.ts'
import { contentHashOf, threadSchema } from '../../src/domain/thread/thread.ts'
import { anyThread, defined, runs } from '../conformance/arbitraries.ts'
import { at, say } from '../conformance/check.ts'

const CONTEXT = { format: 'made', asOf: at(50) }

const anyDraft: fc.Arbitrary<DraftMessage[]> = fc.array(
  fc
    .record({
      id: fc.constantFrom('1', '2', undefined, undefined),
      role: fc.constantFrom('user', 'assistant'),
      createdAt: fc.constantFrom(at(0), at(1), at(2), undefined),
      text: fc.constantFrom('a', 'b', 'a '),
    })
    .map(({ text, ...rest }) =>
      Object.assign(defined<Omit<DraftMessage, 'content'>>(rest), { content: textOf(text) }),
    ),
  { minLength: 1, maxLength: 8 },
)

const textOf = (text: string) => [{ type: 'text', text } as const]

/** The file in pieces, as an importer that meets a thread again later in the file reads it. */
function inPieces(messages: readonly DraftMessage[], cuts: readonly number[]): Thread {
  const occurrences = new Map<string, number>()
  const bounds = [0, ...cuts.map((cut) => cut % messages.length).sort((a, b) => a - b)]
  let sum: Thread | undefined
  for (const [i, start] of bounds.entries()) {
    const before = messages.slice(0, start).flatMap(({ createdAt }) => createdAt ?? [])
    const after = before.at(-1)
    const piece = buildThread(
      {
        id: 't',
        messages: messages.slice(start, bounds[i + 1] ?? messages.length),
        firstPlace: start,
        occurrences,
        ...(after === undefined ? {} : { after }),
      },
      CONTEXT,
    )
    sum = mergeThread(sum, piece).thread
  }
  if (sum === undefined) throw new Error('no piece')
  return sum
}

describe('buildThread', () => {
  it('carries from piece to piece nothing that grows with the texts', () => {
    const occurrences = new Map<string, number>()
    for (const firstPlace of [0, 1]) {
      const messages = [{ role: 'user', content: textOf('long '.repeat(10_000)) }]
      buildThread({ id: 't', messages, firstPlace, occurrences }, CONTEXT)
    }
    expect([...occurrences.values()]).toEqual([2])
    expect([...occurrences.keys()].join('').length).toBeLessThan(100)
  })

  it('gives a thread that is valid, ordered and hashed, whatever the source holds', () => {
    fc.assert(
      fc.property(anyThread(), (thread) => {
        threadSchema.parse(thread)
        expect(thread.contentHash).toBe(contentHashOf(thread.messages))
        expect(thread.messages).toEqual(orderMessages(thread.messages))
        expect(new Set(thread.messages.map(({ id }) => id)).size).toBe(thread.messages.length)
      }),
      runs(200, 5000),
    )
  })

  it('in one piece or in several is the same thread', () => {
    fc.assert(
      fc.property(anyDraft, fc.array(fc.nat(), { maxLength: 3 }), (messages, cuts) => {
        const whole = buildThread({ id: 't', messages }, CONTEXT)
        expect(canonicalJson(inPieces(messages, cuts))).toBe(canonicalJson(whole))
      }),
      runs(1000, 30_000),
    )
  })

  it('keeps every message without an id, however often it is said', () => {
    const thread = buildThread(
      { id: 't', messages: [say('a', { time: 0 }), say('a', { time: 0 }), say('a ', { time: 0 })] },
      CONTEXT,
    )
    expect(thread.messages.map(({ origin }) => origin.occurrence)).toEqual([undefined, 2, 3])
    expect(new Set(thread.messages.map(({ id }) => id)).size).toBe(3)
  })

  it('takes two messages with one id as two forms', () => {
    const thread = buildThread(
      {
        id: 't',
        messages: [say('a', { id: '1' }), { ...say('b', { id: '1' }), editedAt: at(9) }],
      },
      CONTEXT,
    )
    expect(thread.messages.map(({ content }) => content)).toEqual([[{ type: 'text', text: 'b' }]])
    expect(thread.revisions).toHaveLength(1)
  })

  it('without an id is its content: another place in another file makes no other thread', () => {
    const messages = [say('a', { time: 0 }), say('b', { time: 1 })]
    const one = buildThread({ messages, title: 'x' }, CONTEXT)
    const other = buildThread({ messages }, { format: 'other' })
    expect(one.id).toMatch(/^h:[0-9a-f]{64}$/)
    expect(other.id).toBe(one.id)
    expect(buildThread({ messages: messages.toReversed() }, CONTEXT).id).toBe(one.id)
    expect(buildThread({ messages: messages.slice(0, 1) }, CONTEXT).id).not.toBe(one.id)
  })

  it('never makes up a time', () => {
    const thread = buildThread({ id: 't', messages: [say('a'), say('b')] }, { format: 'made' })
    expect(canonicalJson(thread)).not.toMatch(/createdAt|asOf|after/)
  })
})

describe('the order of messages', () => {
  it('is time, place, id; without a time a message stays after its predecessor', () => {
    const thread = buildThread(
      {
        id: 't',
        messages: [
          say('first of all'),
          say('late', { time: 5 }),
          say('after late'),
          say('early', { time: 1 }),
          say('after early'),
          say('early too', { time: 1 }),
        ],
      },
      CONTEXT,
    )
    expect(
      thread.messages.map(({ content: [part] }) => (part && 'text' in part ? part.text : '')),
    ).toEqual(['first of all', 'early', 'after early', 'early too', 'late', 'after late'])
  })

  it('does not depend on the order given', () => {
    fc.assert(
      fc.property(anyThread(), (thread) => {
        expect(orderMessages(thread.messages.toReversed())).toEqual(thread.messages)
      }),
      runs(200, 5000),
    )
  })
})
