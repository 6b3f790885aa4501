import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { DIMENSIONS, encoderOf, similarity } from '../../../src/analysis/encoder/encoder.ts'
import { tableOf } from './table-of.ts'
import type { UnitOfTable } from './table-of.ts'

const folder = mkdtempSync(join(tmpdir(), 'encoder-'))
afterAll(() => rmSync(folder, { recursive: true }))

function fileOf(bytes: Uint8Array): string {
  const path = join(folder, 'table.bin')
  writeFileSync(path, bytes)
  return path
}

const encoderWith = (units: readonly UnitOfTable[]) => encoderOf(fileOf(tableOf(units)))

/** A vector whose first numbers are these, of unit length. */
function pointing(...numbers: readonly number[]): Float32Array {
  const length = Math.hypot(...numbers)
  return Float32Array.from({ length: DIMENSIONS }, (_, at) => (numbers[at] ?? 0) / length)
}

describe('a vector', () => {
  const encoder = encoderWith([
    { text: '▁cancel', row: [3] },
    { text: '▁plan', row: [0, 4], factor: 2 },
    { text: '▁can', cost: 60, row: [0, 0, 1] },
    { text: 'ned', cost: 60, row: [0, 0, 0, 1] },
    { text: '歌', row: [0, 0, 0, 0, 1] },
    { text: '曲', row: [0, 0, 0, 0, 0, 1] },
    { text: 'שיר', row: [0, 0, 0, 0, 0, 0, 1] },
  ])

  it('is the sum of factor × row of its words, of unit length', () => {
    expect(encoder.encode('cancel plan')).toEqual(pointing(3, 8))
    expect(encoder.encode('cancel, cancel: plan!')).toEqual(pointing(6, 8))
  })

  it('is zero where the table knows no unit', () => {
    const zero = new Float32Array(DIMENSIONS)
    expect(encoder.encode('')).toEqual(zero)
    expect(encoder.encode('12:30 ??? 🎵')).toEqual(zero)
    expect(similarity(encoder.encode('🎵'), encoder.encode('plan'))).toBe(0)
  })

  it('does not heed case, width, marks or direction', () => {
    expect(encoder.encode('ＣＡＮＣＥＬ Plan')).toEqual(encoder.encode('cancel plan'))
    expect(encoder.encode('\u200fשִׁיר\u200f')).toEqual(encoder.encode('שיר'))
  })

  it('cuts a word that is no unit where its parts cost least', () => {
    expect(encoder.encode('canned')).toEqual(pointing(0, 0, 1, 1))
    expect(encoder.encode('歌曲')).toEqual(pointing(0, 0, 0, 0, 1, 1))
  })

  it('reads a run without spaces to its end, and of a long word of letters the beginning', () => {
    expect(encoder.encode('歌'.repeat(100) + '曲'.repeat(100))).toEqual(pointing(0, 0, 0, 0, 1, 1))
    expect(encoder.encode('x'.repeat(60) + 'ned')).toEqual(new Float32Array(DIMENSIONS))
  })

  it('is the same for every order of the words', () => {
    const words = fc.array(fc.constantFrom('cancel', 'plan', 'canned', 'שיר', '歌曲'), {
      maxLength: 30,
    })
    fc.assert(
      fc.property(words, (some) => {
        const sorted = some.toSorted((a, b) => (a < b ? -1 : 1))
        expect(encoder.encode(some.join(' '))).toEqual(encoder.encode(sorted.join(' ')))
      }),
    )
  })

  it('keeps exact sums over a text of a megabyte', () => {
    const strong = encoderWith([
      { text: '▁a', row: [127], factor: 255 },
      { text: '▁b', row: [0, -127], factor: 255 },
    ])
    expect(strong.encode('a '.repeat(300_000) + 'b '.repeat(300_000))).toEqual(pointing(1, -1))
  })
})

describe('similarity', () => {
  it('is the cosine', () => {
    expect(similarity(pointing(1), pointing(1))).toBe(1)
    expect(similarity(pointing(1), pointing(0, 1))).toBe(0)
    expect(similarity(pointing(1), pointing(1, 1))).toBeCloseTo(Math.SQRT1_2, 6)
  })
})

describe('version', () => {
  it('tells tables apart', () => {
    const one = encoderWith([{ text: '▁a', row: [1] }]).version
    const same = encoderWith([{ text: '▁a', row: [1] }]).version
    const other = encoderWith([{ text: '▁a', row: [2] }]).version
    expect(one).toMatch(/^[0-9a-f]{16}$/)
    expect([same === one, other === one]).toEqual([true, false])
  })
})

describe('a table that cannot be used', () => {
  const good = tableOf([{ text: '▁a', row: [1] }])

  it.each([
    ['is absent', () => join(folder, 'none.bin'), 'CORRUPT'],
    ['is another file', () => fileOf(Buffer.from('PK\u0003\u0004 a zip')), 'CORRUPT'],
    ['is empty', () => fileOf(new Uint8Array()), 'CORRUPT'],
    ['is cut off', () => fileOf(good.subarray(0, good.length - 1)), 'CORRUPT'],
    ['ends in its header', () => fileOf(good.subarray(0, 20)), 'CORRUPT'],
    ['tells more units', () => fileOf(tableOf([{ text: 'a', row: [] }], { count: 9 })), 'CORRUPT'],
    [
      'is of another version',
      () => fileOf(tableOf([{ text: 'a', row: [] }], { version: 2 })),
      'UNSUPPORTED',
    ],
    [
      'has other vectors',
      () => fileOf(tableOf([{ text: 'a', row: [] }], { dim: 256 })),
      'UNSUPPORTED',
    ],
  ])('is refused by name when it %s', (_, path, code) => {
    const open = () => encoderOf(path())
    expect(open).toThrow(expect.objectContaining({ code }))
    expect(open).toThrow(/encoder's table/)
  })
})
