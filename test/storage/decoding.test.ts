import { expect, it } from 'vitest'
import { analysisKind } from '../../src/domain/kinds/analysis.ts'
import { presentVersion } from '../../src/domain/present-version.ts'
import { ALL_KINDS } from '../../src/domain/records.ts'
import { isHitCraftError } from '../../src/errors/hitcraft-error.ts'
import { intOf, maybeTextOf, textOf } from '../../src/storage/core/row-reader.ts'
import { storedLabels, storedSummary, storedTexts } from '../../src/storage/core/stored-json.ts'
import {
  refuseShapeless,
  storedRecord,
  vouchedRecord,
} from '../../src/storage/core/stored-record.ts'
import { analyzed, KEY, oneLine } from '../conformance/check.ts'

/** The code of the error that the work throws. */
function codeOf(work: () => unknown): unknown {
  try {
    work()
  } catch (error) {
    return isHitCraftError(error) ? error.code : error
  }
  return 'none'
}

it('a column is read as what it is, and never as the text of something else', () => {
  const row = { text: 'a', none: null, n: 3, long: 12n, digits: '45' }
  expect(textOf(row, 'text')).toBe('a')
  expect(maybeTextOf(row, 'none')).toBeUndefined()
  expect([intOf(row, 'n'), intOf(row, 'long'), intOf(row, 'digits')]).toEqual([3, 12, 45])
})

it('a column of another type is CORRUPT, and one that nobody asked for is a defect of ours', () => {
  for (const value of [null, undefined, 1, {}, Buffer.from('a')]) {
    expect(codeOf(() => textOf({ id: value }, 'id'))).toBe('CORRUPT')
  }
  for (const value of [null, undefined, 'a', '', 1.5, '1e3', 2n ** 70n, Number.NaN]) {
    expect(codeOf(() => intOf({ n: value }, 'n'))).toBe('CORRUPT')
  }
  for (const read of [textOf, maybeTextOf, intOf]) {
    expect(codeOf(() => read({ id: 'a' }, 'idd'))).toBe('INTERNAL')
  }
})

it('what lists are made of is CORRUPT when it is of another shape', () => {
  const summary = { id: 'a', contentHash: 'h', messageCount: 1, userIds: [] }
  expect(storedSummary(JSON.stringify(summary))).toEqual(summary)
  for (const name of Object.keys(summary)) {
    const text = JSON.stringify({ ...summary, [name]: null })
    expect(codeOf(() => storedSummary(text))).toBe('CORRUPT')
  }
  expect(codeOf(() => storedSummary(undefined))).toBe('CORRUPT')
  expect(codeOf(() => storedLabels('{"outcome":"resolved"}'))).toBe('CORRUPT')
  expect(codeOf(() => storedTexts('["a",1]'))).toBe('CORRUPT')
  expect(codeOf(() => storedTexts('["a"'))).toBe('CORRUPT')
})

const { analysis } = analyzed(oneLine('a', 'x'))
const piece = { kind: 'analysis', id: `${KEY}\na`, place: 'here' } as const

it('a record of another shape, another id or no version that there can be is CORRUPT', () => {
  expect(storedRecord('analysis', analysis, piece)).toBe(analysis)
  const wrong: unknown[] = [
    undefined,
    null,
    'a',
    {},
    { ...analysis, outcome: 'fine' },
    { ...analysis, more: 1 },
    { ...analysis, threadId: 'b' },
    { ...analysis, schemaVersion: 0 },
    { ...analysis, schemaVersion: 'one' },
  ]
  for (const value of wrong) {
    expect(codeOf(() => storedRecord('analysis', value, piece))).toBe('CORRUPT')
  }
  for (const value of [undefined, {}, { ...analysis, threadId: 'b' }]) {
    expect(codeOf(() => vouchedRecord('analysis', value, piece))).toBe('CORRUPT')
  }
})

it('a record of a later version is told from a damaged one', () => {
  const later = { ...analysis, schemaVersion: 1 + analysisKind.upgrades.length + 1 }
  for (const read of [storedRecord, vouchedRecord]) {
    expect(codeOf(() => read('analysis', later, piece))).toBe('UNSUPPORTED')
  }
})

it('an older record is brought up one version after the other', () => {
  const kind = {
    title: 'note',
    upgrades: [
      ({ text, ...rest }: Readonly<Record<string, unknown>>) => ({ ...rest, words: text }),
      ({ words }: Readonly<Record<string, unknown>>) => ({ schemaVersion: 3, words: [words] }),
    ],
  }
  const now = { schemaVersion: 3, words: ['a'] }
  expect(presentVersion(kind as never, { text: 'a' })).toEqual(now)
  expect(presentVersion(kind as never, { schemaVersion: 2, words: 'a' })).toEqual(now)
  expect(presentVersion(kind as never, now)).toBe(now)
})

it('what is given to be stored must have the shape that reading looks for', () => {
  expect(() => refuseShapeless('analysis', [analysis])).not.toThrow()
  for (const kind of ALL_KINDS) {
    expect(codeOf(() => refuseShapeless(kind, [{ id: 'a' }]))).toBe('INVALID_INPUT')
  }
})
