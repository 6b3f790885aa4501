import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonicalJson } from '../../src/domain/values/canonical-json.ts'
import { JsonSplitter } from '../../src/importers/json/json-splitter.ts'
import type { JsonPiece } from '../../src/importers/json/json-splitter.ts'
import { anyJson, runs } from '../conformance/arbitraries.ts'
import { importBytes } from './import-bytes.ts'

function split(
  content: string | Uint8Array,
  sizes: readonly number[] = [1 << 18],
  list?: readonly string[],
): { pieces: JsonPiece[]; notes: string[] } {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content
  const splitter = new JsonSplitter(0, undefined, list)
  const pieces: JsonPiece[] = []
  for (let at = 0, i = 0; at < bytes.length; i++) {
    const size = sizes[i % sizes.length] ?? 1
    pieces.push(...splitter.push(bytes.subarray(at, at + size)))
    at += size
  }
  pieces.push(...splitter.end())
  return { pieces, notes: splitter.notes() }
}

const valuesOf = (pieces: readonly JsonPiece[]) =>
  pieces.flatMap(({ value, problem }) => (problem === undefined ? [canonicalJson(value)] : []))
const problemsOf = (pieces: readonly JsonPiece[]) =>
  pieces.filter(({ problem }) => problem !== undefined)

const anyObject = fc.dictionary(fc.string({ maxLength: 5 }), anyJson, { maxKeys: 4 })
const anyObjects = fc.array(anyObject, { minLength: 1, maxLength: 6 })

/** One list of values as people's programs write it. */
const SHAPES: readonly (readonly [string, (values: readonly unknown[]) => string])[] = [
  ['lines', (values) => values.map((value) => `${JSON.stringify(value)}\n`).join('')],
  ['lines with returns', (values) => values.map((value) => JSON.stringify(value)).join('\r\n')],
  ['an array', (values) => JSON.stringify(values)],
  ['an indented array', (values) => JSON.stringify(values, null, 2)],
  ['an array by tabs', (values) => JSON.stringify(values, null, '\t')],
  ['an array of lines', (values) => `[\n${values.map((v) => JSON.stringify(v)).join(',\n')}\n]\n`],
  ['indented values', (values) => values.map((v) => JSON.stringify(v, null, 4)).join('\n')],
  ['values on one line', (values) => values.map((value) => JSON.stringify(value)).join(' ')],
  [
    'lines of tokens, without indentation',
    (values) => JSON.stringify(values, null, 1).replace(/^ +/gm, ''),
  ],
]

const damages: readonly ((line: string, at: number) => string)[] = [
  (line, at) => line.slice(0, at),
  (line, at) => line.slice(at),
  (line, at) => line.slice(0, at) + line.slice(at + 1),
  (line, at) => `${line.slice(0, at)}"${line.slice(at)}`,
  (line, at) => `${line.slice(0, at)}{${line.slice(at)}`,
  (line, at) => `${line.slice(0, at)}}${line.slice(at)}`,
  (line, at) => `${line.slice(0, at)}[${line.slice(at)}`,
]

describe('the JSON splitter', () => {
  it.each(SHAPES)('gives the same values of %s, in chunks of any size', (_name, write) => {
    fc.assert(
      fc.property(
        anyObjects,
        fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1 }),
        (values, sizes) => {
          const bytes = Buffer.from(write(values))
          const whole = split(bytes)
          expect(valuesOf(whole.pieces)).toEqual(values.map((value) => canonicalJson(value)))
          expect(split(bytes, sizes)).toEqual(whole)
        },
      ),
      runs(60, 3000),
    )
  })

  it('gives the same pieces of any bytes, in chunks of any size', () => {
    const anyBytes = fc.array(fc.constantFrom(...'{}[]",:\\\n a1é'.split('')), { maxLength: 60 })
    fc.assert(
      fc.property(
        anyBytes,
        fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 }),
        (marks, sizes) => {
          const bytes = Buffer.from(marks.join(''))
          const { pieces } = split(bytes)
          expect(split(bytes, sizes).pieces).toEqual(pieces)
          let end = 0
          for (const { offset, length, line } of pieces) {
            expect(offset).toBeGreaterThanOrEqual(end)
            expect(length).toBeGreaterThan(0)
            expect(line).toBe(bytes.subarray(0, offset).toString('latin1').split('\n').length)
            end = offset + length
          }
          expect(end).toBeLessThanOrEqual(bytes.length)
        },
      ),
      runs(2000, 100_000),
    )
  })

  it('loses one line with one that is damaged, and rejects it once', () => {
    const place = fc.tuple(fc.nat(), fc.nat(), fc.constantFrom(...damages))
    const anyLines = fc.array(anyObject, { minLength: 3, maxLength: 6 })
    fc.assert(
      fc.property(anyLines, place, (values, [n, at, damage]) => {
        const lines = values.map((value, i) => JSON.stringify({ i, value }))
        const broken = n % (lines.length - 1)
        const line = lines[broken] ?? ''
        const damaged = damage(line, 1 + (at % (line.length - 1)))
        const { pieces } = split(lines.with(broken, damaged).join('\n'))
        const kept = valuesOf(pieces)
        const others = values.flatMap((value, i) =>
          i === broken ? [] : [canonicalJson({ i, value })],
        )
        expect(kept.filter((value) => others.includes(value))).toEqual(others)
        for (const { line: place } of problemsOf(pieces)) expect(place).toBe(broken + 1)
      }),
      runs(1000, 50_000),
    )
  })

  it.each([
    ['an unclosed brace', '{"a":1}\n{"a":2\n{"a":3}\n{"a":4}'],
    ['an unclosed list', '{"a":1}\n{"a":[2,\n{"a":3}\n{"a":4}'],
    ['an unclosed text', '{"a":1}\n{"a":"2}\n{"a":3}\n{"a":4}'],
    ['a line end in a text', '{"a":1}\n{"a":"2\n"}\n{"a":3}\n{"a":4}'],
    ['a trailing comma', '{"a":1}\n{"a":2,}\n{"a":3}\n{"a":4}'],
    ['a word that is none', '{"a":1}\n{"a":NaN}\n{"a":3}\n{"a":4}'],
    ['a comma before a line', '{"a":1}\n,{"a":[2\n,{"a":3}\n,{"a":4}'],
    ['in an array', '[{"a":1},{"a" 2},{"a":3},{"a":4}]'],
    [
      'in an indented array',
      '[\n  {\n    "a":1\n  },\n  {\n    "a":2,\n  {\n    "a":3\n  },\n  {"a":4}\n]',
    ],
    ['with a return in a text of an array', '[{"a":1},{"a":"2\n"},{"a":3},{"a":4}]'],
  ])('rejects one value for one that is broken: %s', (_name, content) => {
    const { pieces } = split(content)
    expect(valuesOf(pieces)).toEqual(['{"a":1}', '{"a":3}', '{"a":4}'])
    expect(problemsOf(pieces)).toHaveLength(1)
    expect(problemsOf(pieces)[0]?.length).toBeGreaterThan(0)
  })

  it('reads a list within objects, and tells what stands beside it', () => {
    fc.assert(
      fc.property(
        anyObjects,
        fc.boolean(),
        fc.integer({ min: 1, max: 50 }),
        (values, indented, size) => {
          const wrapped = {
            total: 1,
            'a"b': [{ x: '}' }],
            result: { page: 'p', items: values, n: null },
            end: {},
          }
          const bytes = Buffer.from(JSON.stringify(wrapped, null, indented ? 2 : 0))
          const { pieces, notes } = split(bytes, [size], ['result', 'items'])
          expect(pieces).toEqual(split(bytes, undefined, ['result', 'items']).pieces)
          expect(valuesOf(pieces)).toEqual(values.map((value) => canonicalJson(value)))
          expect(problemsOf(pieces)).toEqual([])
          expect(notes).toEqual(['beside the list, not read: "a\\"b", "end", "n", "page", "total"'])
        },
      ),
      runs(100, 3000),
    )
  })

  it('tells members that are named again', () => {
    const { pieces, notes } = split('{"a":1}\n{"a":":","b":{"c":1,"c":2},"a":3}')
    expect(valuesOf(pieces)).toEqual(['{"a":1}', '{"a":3,"b":{"c":2}}'])
    expect(notes).toEqual([expect.stringMatching(/again: 2, the first on line 2/)])
  })

  it.each([3000, 5000, 100_000])(
    'are stored with what is nested %d levels deep',
    async (levels) => {
      const said = (extra: string) =>
        `{"messages":[{"role":"user","content":"${extra.length}","extra":${extra}}]}`
      const deep = `${'['.repeat(levels)}"deep"${']'.repeat(levels)}`
      const { records, threads } = await importBytes([said('1'), said(deep), said('22')].join('\n'))
      expect(records[0]).toMatchObject({ messages: 3, rejected: 0 })
      expect(canonicalJson(threads)).toContain(String.raw`[[[\"deep\"]]]`)
    },
  )

  it.each([999, 1001, 3000, 5000, 100_000])('reads values nested %d levels deep', (levels) => {
    const deep = `{"a":${'[{"b":'.repeat(levels / 2)}"]"${'}]'.repeat(levels / 2)},"n":12345678901234567890}`
    const { pieces, notes } = split(`{"x":1}\n${deep}\n{"x":2}`)
    expect(problemsOf(pieces)).toEqual([])
    const [first, value, last] = valuesOf(pieces)
    expect([first, last]).toEqual(['{"x":1}', '{"x":2}'])
    expect(value?.endsWith('"n":{"$number":"12345678901234567890"}}')).toBe(true)
    expect(notes).toHaveLength(levels > 1000 ? 1 : 0)
    // The text of what is too deep is all of it, so nothing is lost.
    const again = (value ?? '').replace(/\{"\$json":("(?:[^"\\]|\\.)*")\}/, (_, text: string) =>
      String(JSON.parse(text)),
    )
    expect(again.replace('{"$number":"12345678901234567890"}', '12345678901234567890')).toBe(deep)
  })
})
