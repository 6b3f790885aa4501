import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  compareIds,
  decodeKey,
  encodeKey,
  isDerivedId,
  safeName,
} from '../../src/domain/values/ids.ts'
import { AWKWARD_IDS, AWKWARD_TEXTS, codeUnits, runs } from '../conformance/arbitraries.ts'

/** UTF-8 in which a lone surrogate is written like any code point (WTF-8). */
function wtf8(text: string): Buffer {
  const bytes: number[] = []
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0
    if (code < 0xd800 || code > 0xdfff) bytes.push(...Buffer.from(character))
    else bytes.push(0xe0 | (code >> 12), 0x80 | ((code >> 6) & 0x3f), 0x80 | (code & 0x3f))
  }
  return Buffer.from(bytes)
}

const anyTwo = fc.tuple(codeUnits, codeUnits, codeUnits).map(([head, a, b]) => [head + a, head + b])
const sign = (n: number) => Math.sign(n)

describe('compareIds', () => {
  it('orders by the bytes of UTF-8', () => {
    fc.assert(
      fc.property(anyTwo, ([a = '', b = '']) => {
        expect(sign(compareIds(a, b))).toBe(sign(Buffer.compare(wtf8(a), wtf8(b))))
      }),
      runs(3000, 100_000),
    )
  })

  it('orders the awkward ids so, and any list in one way', () => {
    const byBytes = AWKWARD_IDS.toSorted((a, b) => Buffer.compare(wtf8(a), wtf8(b)))
    expect(AWKWARD_IDS.toSorted(compareIds)).toEqual(byBytes)
    expect(AWKWARD_IDS.toReversed().sort(compareIds)).toEqual(byBytes)
  })
})

describe('encodeKey', () => {
  it('is undone by decodeKey, and holds neither NUL nor half of a pair', () => {
    fc.assert(
      fc.property(codeUnits, (id) => {
        const key = encodeKey(id)
        expect(decodeKey(key)).toBe(id)
        expect(key).not.toContain('\0')
        expect(key.isWellFormed()).toBe(true)
      }),
      runs(3000, 100_000),
    )
    for (const id of [...AWKWARD_IDS, ...AWKWARD_TEXTS]) expect(decodeKey(encodeKey(id))).toBe(id)
  })

  it('keeps the order: the bytes of two keys compare as the ids do', () => {
    fc.assert(
      fc.property(anyTwo, ([a = '', b = '']) => {
        const bytes = Buffer.compare(Buffer.from(encodeKey(a)), Buffer.from(encodeKey(b)))
        expect(sign(bytes)).toBe(sign(compareIds(a, b)))
      }),
      runs(3000, 100_000),
    )
  })
})

describe('safeName', () => {
  it('is the id where that is plain, else another name that no plain id can have', () => {
    expect(safeName('65f0c1_A-b')).toBe('65f0c1_A-b')
    expect(safeName('x'.repeat(200))).toBe('x'.repeat(200))
    const strange = [...AWKWARD_IDS, ...AWKWARD_TEXTS].filter((id) => !/^[\w-]{1,200}$/.test(id))
    const names = new Set(strange.map(safeName))
    expect(names.size).toBe(new Set(strange).size)
    for (const name of names) expect(name).toMatch(/^x=[0-9a-f]{64}$/)
  })
})

describe('isDerivedId', () => {
  it('knows only h: and 64 hex digits', () => {
    expect(isDerivedId(`h:${'0a'.repeat(32)}`)).toBe(true)
    for (const id of ['h:', `h:${'0A'.repeat(32)}`, `h:${'0a'.repeat(32)}\n`, 'x']) {
      expect(isDerivedId(id)).toBe(false)
    }
  })
})
