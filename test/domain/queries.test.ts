import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isEvidenceValid } from '../../src/domain/analysis/evidence.ts'
import {
  checkedLimit,
  checkFilter,
  comparePositions,
  decodeCursor,
  encodeCursor,
  passesFilter,
} from '../../src/domain/thread/thread-query.ts'
import { summarize } from '../../src/domain/thread/thread-summary.ts'
import { parseTimeBound } from '../../src/domain/values/time.ts'
import { isHitCraftError } from '../../src/errors/hitcraft-error.ts'
import { anyThread, AWKWARD_IDS, codeUnits, runs } from '../conformance/arbitraries.ts'
import { at, oneLine, say, threadOf } from '../conformance/check.ts'

const anyPosition = fc
  .tuple(codeUnits, fc.constantFrom(undefined, at(0), at(1)))
  .map(([id, lastMessageAt]) => (lastMessageAt === undefined ? { id } : { id, lastMessageAt }))

/** The code of the error that the work throws. */
function codeOf(work: () => unknown): unknown {
  try {
    work()
  } catch (error) {
    return isHitCraftError(error) ? error.code : error
  }
  return 'none'
}

describe('cursors', () => {
  it('give back the place they were made of', () => {
    fc.assert(
      fc.property(anyPosition, (position) => {
        expect(decodeCursor('newest', encodeCursor('newest', position))).toEqual(position)
        expect(decodeCursor('id', encodeCursor('id', position))).toEqual({ id: position.id })
      }),
      runs(500, 10_000),
    )
    for (const id of AWKWARD_IDS) expect(decodeCursor('id', encodeCursor('id', { id })).id).toBe(id)
  })

  it('are plain in a URL', () => {
    for (const id of AWKWARD_IDS) expect(encodeCursor('id', { id })).toMatch(/^[\w-]+$/)
  })

  it('of another order, cut or made up are refused', () => {
    const cursor = encodeCursor('newest', { id: 'a', lastMessageAt: at(0) })
    expect(codeOf(() => decodeCursor('id', cursor))).toBe('INVALID_INPUT')
    fc.assert(
      fc.property(codeUnits, (text) => {
        expect(codeOf(() => decodeCursor('id', text))).toBe('INVALID_INPUT')
      }),
      runs(200, 5000),
    )
    for (let n = 0; n < cursor.length; n++) {
      expect(codeOf(() => decodeCursor('newest', cursor.slice(0, n)))).toBe('INVALID_INPUT')
    }
  })
})

describe('the order of lists', () => {
  it('is an order: antisymmetric, transitive, and 0 only for the same', () => {
    fc.assert(
      fc.property(
        anyPosition,
        anyPosition,
        anyPosition,
        fc.constantFrom('newest' as const, 'id' as const),
        (a, b, c, order) => {
          const compare = (x: typeof a, y: typeof a) => Math.sign(comparePositions(order, x, y))
          expect(compare(a, b) + compare(b, a)).toBe(0)
          expect(compare(a, b) === 0 && a.id !== b.id).toBe(false)
          expect(compare(a, b) <= 0 && compare(b, c) <= 0 && compare(a, c) > 0).toBe(false)
        },
      ),
      runs(1000, 50_000),
    )
  })
})

describe('filters', () => {
  it('take the time from inclusive, to exclusive, by last message', () => {
    const summary = summarize(oneLine('t', 'x', 5))
    expect(passesFilter(summary, [], { from: at(5), to: at(6) })).toBe(true)
    expect(passesFilter(summary, [], { from: at(6) })).toBe(false)
    expect(passesFilter(summary, [], { to: at(5) })).toBe(false)
    expect(passesFilter(summarize(oneLine('t', 'x')), [], { to: at(5) })).toBe(false)
  })

  it('on analyses need an analyzer key, limits 1 to 1,000', () => {
    expect(codeOf(() => checkFilter({ outcome: 'resolved' }))).toBe('INVALID_INPUT')
    expect(codeOf(() => checkFilter({ state: 'pending' }))).toBe('INVALID_INPUT')
    expect(() => checkFilter({ state: 'pending', analyzerKey: 'k' })).not.toThrow()
    for (const limit of [0, 1001, 1.5, Number.NaN])
      expect(codeOf(() => checkedLimit(limit))).toBe('INVALID_INPUT')
    expect([checkedLimit(undefined), checkedLimit(1), checkedLimit(1000)]).toEqual([50, 1, 1000])
  })
})

describe('a summary', () => {
  it('has a preview of one line, at most 120 units, that cuts no pair in two', () => {
    fc.assert(
      fc.property(anyThread(), (thread) => {
        const { preview } = summarize(thread)
        expect(preview ?? '').not.toMatch(/[\n\r]|^\s|\s$/)
        expect((preview ?? '').length).toBeLessThanOrEqual(120)
      }),
      runs(200, 5000),
    )
    const long = summarize(oneLine('t', `${'x'.repeat(118)}🎵${'y'.repeat(9)}`)).preview
    expect(long).toBe(`${'x'.repeat(118)}…`)
  })

  it('takes the first words of a user, else of anybody', () => {
    const words = (...roles: string[]) =>
      summarize(
        threadOf({ id: 't', messages: roles.map((role, i) => say(role, { id: `${i}`, role })) }),
      ).preview
    expect(words('assistant', 'user', 'user')).toBe('user')
    expect(words('assistant', 'tool')).toBe('assistant')
    expect(words()).toBeUndefined()
  })
})

describe('evidence', () => {
  const thread = oneLine('t', 'a 🎵 word', 1)
  const right = { threadId: 't', messageId: 'm1', part: 0, start: 5, end: 9, quote: 'word' }

  it('is valid only while the span holds exactly the words', () => {
    expect(isEvidenceValid(right, thread)).toBe(true)
    for (const wrong of [
      { threadId: 'u' },
      { messageId: 'm2' },
      { part: 1 },
      { start: 4 },
      { end: 8 },
      { end: 10, quote: 'word' },
      { quote: 'Word' },
      { start: 5, end: 5, quote: '' },
      { start: 9, end: 5, quote: '' },
    ]) {
      expect(isEvidenceValid({ ...right, ...wrong }, thread)).toBe(false)
    }
  })

  it('never points into a part that is no text', () => {
    const items = threadOf({
      id: 't',
      messages: [{ id: 'm1', role: 'user', content: [{ type: 'error', raw: 'a 🎵 word' }] }],
    })
    expect(isEvidenceValid(right, items)).toBe(false)
  })
})

describe('time bounds', () => {
  it.each([
    ['2025-03-10', '2025-03-10T00:00:00.000Z'],
    ['2025-03-10T18:00:00Z', '2025-03-10T18:00:00.000Z'],
    ['2025-03-10T18:00:00.5+02:00', '2025-03-10T16:00:00.500Z'],
    ['2025-03-10T00:30+0100', '2025-03-09T23:30:00.000Z'],
    ['2024-02-29', '2024-02-29T00:00:00.000Z'],
  ])('%s is %s', (text, expected) => {
    expect(parseTimeBound(text, '--from')).toBe(expected)
  })

  it.each([
    '',
    'now',
    '2025',
    '2025-03',
    '10.03.2025',
    '2025-3-1',
    '2025-02-30',
    '2025-02-29',
    '2025-13-01',
    '2025-03-10T18:00:00',
    '2025-03-10 18:00:00Z',
    '2025-02-30T10:00:00Z',
    '2025-03-10T25:00:00Z',
    '2025-03-10T24:00:01Z',
    ' 2025-03-10',
    '2025-03-10\n',
  ])('refuses %j', (text) => {
    expect(codeOf(() => parseTimeBound(text, '--from'))).toBe('INVALID_INPUT')
  })

  it('gives every time back', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 253_402_300_799_999 }), (time) => {
        const text = new Date(time).toISOString()
        expect(parseTimeBound(text, '--to')).toBe(text)
      }),
      runs(200, 5000),
    )
  })
})
