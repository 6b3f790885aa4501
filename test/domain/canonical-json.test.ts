import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonicalJson, hashOf, sha256 } from '../../src/domain/values/canonical-json.ts'
import { jsonValueSchema } from '../../src/domain/values/json.ts'
import type { JsonObject } from '../../src/domain/values/json.ts'
import { threadSchema } from '../../src/domain/thread/thread.ts'
import { threadOf } from '../conformance/check.ts'
import { anyJson, anyThread, AWKWARD_TEXTS, nested, runs } from '../conformance/arbitraries.ts'

/** A double by its IEEE 754 bits, as RFC 8785 lists them. */
function double(hex: string): number {
  return Buffer.from(hex, 'hex').readDoubleBE()
}

describe('canonical JSON', () => {
  // RFC 8785, appendix B.
  it.each([
    ['0000000000000000', '0'],
    ['8000000000000000', '0'],
    ['0000000000000001', '5e-324'],
    ['8000000000000001', '-5e-324'],
    ['7fefffffffffffff', '1.7976931348623157e+308'],
    ['ffefffffffffffff', '-1.7976931348623157e+308'],
    ['4340000000000000', '9007199254740992'],
    ['c340000000000000', '-9007199254740992'],
    ['4430000000000000', '295147905179352830000'],
    ['44b52d02c7e14af5', '9.999999999999997e+22'],
    ['44b52d02c7e14af6', '1e+23'],
    ['44b52d02c7e14af7', '1.0000000000000001e+23'],
    ['444b1ae4d6e2ef4e', '999999999999999700000'],
    ['444b1ae4d6e2ef4f', '999999999999999900000'],
    ['444b1ae4d6e2ef50', '1e+21'],
    ['3eb0c6f7a0b5ed8c', '9.999999999999997e-7'],
    ['3eb0c6f7a0b5ed8d', '0.000001'],
    ['41b3de4355555553', '333333333.3333332'],
    ['41b3de4355555554', '333333333.33333325'],
    ['41b3de4355555555', '333333333.3333333'],
    ['becbf647612f3696', '-0.0000033333333333333333'],
    ['43143ff3c1cb0959', '1424953923781206.2'],
  ])('writes the double %s as %s', (hex, text) => {
    expect(canonicalJson(double(hex))).toBe(text)
  })

  it('orders keys by UTF-16 code units (RFC 8785, 3.2.3)', () => {
    const keys = ['\u20ac', '\r', '\ufb33', '1', '\ud83d\ude00', '\u0080', '\u00f6']
    const object = Object.fromEntries(keys.map((key) => [key, key.length]))
    expect(Object.keys(JSON.parse(canonicalJson(object)) as object).sort()).toEqual(keys.toSorted())
    expect(canonicalJson(object)).toBe(
      '{"\\r":1,"1":1,"\u0080":1,"\u00f6":1,"\u20ac":1,"\ud83d\ude00":2,"\ufb33":1}',
    )
  })

  it('writes strings with the shortest escapes (RFC 8785, 3.2.2.2)', () => {
    expect(canonicalJson('\u20ac$\u000f\nA\'B"\\\\"/')).toBe(
      '"\u20ac$\\u000f\\nA\'B\\"\\\\\\\\\\"/"',
    )
  })

  it('writes a lone surrogate as its escape and a pair as itself', () => {
    expect(canonicalJson('\ud800')).toBe('"\\ud800"')
    expect(canonicalJson('\udfffx\ud83d\ude00')).toBe('"\\udfffx\ud83d\ude00"')
    expect(canonicalJson({ '\udc00': 1 })).toBe('{"\\udc00":1}')
  })

  it('keeps __proto__ as a key and leaves out what is undefined', () => {
    const value = JSON.parse('{"__proto__":{"a":1},"b":2}') as object
    expect(canonicalJson(value)).toBe('{"__proto__":{"a":1},"b":2}')
    expect(canonicalJson({ a: undefined, b: [undefined] })).toBe('{"b":[null]}')
  })

  it('refuses what JSON cannot express', () => {
    for (const value of [Number.NaN, Infinity, 1n, undefined, () => 0, Symbol('s'), [() => 0]]) {
      expect(() => canonicalJson(value)).toThrow(/JSON/)
    }
  })

  it('reads back as the same value, whatever it holds, and does not see the order of keys', () => {
    fc.assert(
      fc.property(anyJson, (value) => {
        const text = canonicalJson(value)
        const back: unknown = JSON.parse(text)
        expect(canonicalJson(back)).toBe(text)
        expect(Buffer.from(text).toString()).toBe(text)
        expect(canonicalJson(turned(value))).toBe(text)
      }),
      runs(300, 10_000),
    )
  })

  it('tells every two texts apart, also those that UTF-8 would make one', () => {
    const hashes = new Set(AWKWARD_TEXTS.map((text) => hashOf(text)))
    expect(hashes.size).toBe(new Set(AWKWARD_TEXTS).size)
    expect(sha256('')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855')
  })
})

describe('the schema of JSON values', () => {
  it('takes any value as it is, __proto__ and depth included', () => {
    fc.assert(
      fc.property(anyJson, (value) => {
        expect(canonicalJson(jsonValueSchema.parse(value))).toBe(canonicalJson(value))
      }),
      runs(100, 3000),
    )
    const value = JSON.parse('{"__proto__":{"__proto__":1}}') as object
    expect(canonicalJson(jsonValueSchema.parse(value))).toBe(canonicalJson(value))
    expect(canonicalJson(jsonValueSchema.parse(nested(1500)))).toBe(canonicalJson(nested(1500)))
  })
})

describe('the schema of threads', () => {
  it('gives back every thread as it is', () => {
    fc.assert(
      fc.property(anyThread(), (thread) => {
        expect(canonicalJson(threadSchema.parse(thread))).toBe(canonicalJson(thread))
      }),
      runs(200, 5000),
    )
    const attributes = JSON.parse('{"__proto__":{"value":{"__proto__":1}}}') as JsonObject
    const thread = { ...threadOf({ id: 't', messages: [] }), attributes }
    expect(canonicalJson(threadSchema.parse(thread))).toBe(canonicalJson(thread))
  })

  it('refuses what is no JSON and attributes of another form', () => {
    for (const value of [Number.NaN, undefined, 1n, [undefined], { a: new Date(0) }, new Map()]) {
      expect(jsonValueSchema.safeParse(value).success).toBe(false)
    }
    const thread = threadOf({ id: 't', messages: [] })
    for (const attributes of [{ a: 1 }, { a: { value: 1, other: 1 } }, [], null]) {
      expect(threadSchema.safeParse({ ...thread, attributes }).success).toBe(false)
    }
  })
})

/** The value with the members of every object in the other order. */
function turned(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(turned)
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([key, member]) => [key, turned(member)]),
  )
}
