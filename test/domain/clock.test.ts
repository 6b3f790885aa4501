import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { buildThread } from '../../src/domain/thread/build-thread.ts'
import { mergeThread } from '../../src/domain/thread/merge-thread.ts'
import type { Thread } from '../../src/domain/thread/thread.ts'
import { canonicalJson } from '../../src/domain/values/canonical-json.ts'
import { ageOf, Clock } from '../../src/domain/values/time.ts'
import { runs } from '../conformance/arbitraries.ts'
import { at, say, threadOf } from '../conformance/check.ts'

const NOW = '2026-06-01T00:00:00.000Z'
const WRONG = ['1970-01-01T00:00:00.000Z', '9999-12-31T23:59:59.999Z', '0001-01-01T00:00:00.000Z']

/** A state as a store may hold it that was filled when every time was believed. */
const stored = (text: string, asOf: string, editedAt?: string): Thread => ({
  ...threadOf({
    id: 't',
    messages: [
      { ...say(text, { id: 'm', time: 0 }), ...(editedAt === undefined ? {} : { editedAt }) },
    ],
  }),
  asOf,
})
const textOf = ({ messages }: Thread) => canonicalJson(messages[0]?.content)

describe('the clock', () => {
  it('believes from 1990 to a day after the moment', () => {
    const clock = new Clock(NOW)
    expect(clock.latest).toBe('2026-06-02T00:00:00.000Z')
    for (const time of ['1990-01-01T00:00:00.000Z', NOW, clock.latest]) {
      expect(clock.take(time)).toBe(time)
    }
    expect(clock.notes()).toEqual([])
    for (const time of [...WRONG, '2026-06-02T00:00:00.001Z']) {
      expect(clock.take(time)).toBeUndefined()
    }
    expect(clock.notes()).toEqual([expect.stringMatching(/2026-06-02.*: 4;/)])
  })

  it('does not believe a machine that thinks it is years ago', () => {
    expect(new Clock('1970-01-01T00:00:00.000Z').believes('2025-12-31T00:00:00.000Z')).toBe(true)
  })

  it('leaves a time it does not believe out of the order, and keeps it as it was written', () => {
    const messages = [
      say('one', { id: '1', time: 1 }),
      { ...say('two', { id: '2' }), createdAt: '9999-12-31T23:59:59.999Z', sourceTime: 'never' },
      say('three', { id: '3', time: 3, editedAt: '3000-01-01T00:00:00.000Z' }),
      { ...say('four', { id: '4' }), createdAt: '1970-01-01T00:00:00.000Z' },
    ]
    const clock = new Clock(NOW)
    const thread = buildThread({ id: 't', messages }, { format: 'made', clock })
    expect(thread.messages.map(({ id }) => id)).toEqual(['1', '2', '3', '4'])
    const [, two, three, four] = thread.messages
    expect(two?.createdAt).toBeUndefined()
    expect(two?.origin).toMatchObject({ time: 'never', after: at(1) })
    expect(three?.editedAt).toBeUndefined()
    expect(three?.origin.fields).toEqual({ editedAt: '3000-01-01T00:00:00.000Z' })
    expect(four?.origin.time).toBe('1970-01-01T00:00:00.000Z')
    expect(clock.notes()).toHaveLength(1)
  })
})

describe('a stored age or edit time of a broken clock', () => {
  it('counts as none, so a later export corrects it, whatever the order', () => {
    for (const asOf of WRONG) {
      expect(ageOf(asOf)).toBe('')
      const old = stored('old answer', asOf)
      const good = stored('corrected answer', at(9))
      for (const [a, b] of [
        [old, good],
        [good, old],
      ] as const) {
        const { thread } = mergeThread(a, b)
        expect(textOf(thread)).toContain('corrected')
        expect(thread.asOf).toBe(at(9))
      }
      expect(mergeThread(old, stored('old answer', at(9)))).toMatchObject({
        thread: { asOf: at(9) },
        write: 'body',
      })
    }
  })

  it('of an edit neither', () => {
    for (const editedAt of WRONG) {
      const broken = stored('old answer', at(1), editedAt)
      const good = stored('corrected answer', at(9))
      expect(textOf(mergeThread(broken, good).thread)).toContain('corrected')
      expect(textOf(mergeThread(good, broken).thread)).toContain('corrected')
    }
  })

  it('leaves merging commutative and associative', () => {
    const anyAge = fc.constantFrom(...WRONG, at(1), at(2), at(3))
    const anyState = fc
      .tuple(fc.constantFrom('a', 'b', 'c'), anyAge, fc.option(anyAge, { nil: undefined }))
      .map(([text, asOf, editedAt]) => stored(text, asOf, editedAt))
    const join = (a: Thread, b: Thread) => mergeThread(a, b).thread
    fc.assert(
      fc.property(anyState, anyState, anyState, (a, b, c) => {
        const end = canonicalJson(join(join(a, b), c))
        expect(canonicalJson(join(a, join(b, c)))).toBe(end)
        expect(canonicalJson(join(join(c, b), a))).toBe(end)
      }),
      runs(500, 20_000),
    )
  })
})
