import { jsonFrom } from '../../domain/values/json.ts'
import type { JsonValue } from '../../domain/values/json.ts'
import { countMembers, endOfText, measureJson } from './measure-json.ts'

/** Levels of nesting that are read as such. Every store holds them, and no call stack ends with them. */
const MOST_LEVELS = 1000

export interface ParsedJson {
  readonly value: JsonValue
  /** Members that are not in the value, since their object names them again. */
  readonly repeated: number
  /** Whether something was nested too deep and is there as its text. */
  readonly isDeep: boolean
}

/**
 * Parses JSON without rounding and to any depth: a number that a double cannot hold exactly comes as
 * `{"$number": "<source text>"}`, what is nested deeper than 1,000 levels as `{"$json": "<source text>"}`.
 *
 * @throws SyntaxError as `JSON.parse` does
 */
export function parseJson(text: string): ParsedJson {
  const { depth, members, mayRound } = measureJson(text)
  if (depth <= MOST_LEVELS) {
    const value = parseExactly(text, mayRound)
    return { value, repeated: members - countMembers(value), isDeep: false }
  }
  // Also what is too deep must be JSON; a syntax error deep down is one of the whole.
  JSON.parse(text)
  const shallow = withoutDepth(text)
  const measured = measureJson(shallow)
  const value = parseExactly(shallow, measured.mayRound)
  return { value, repeated: measured.members - countMembers(value), isDeep: true }
}

function parseExactly(text: string, mayRound: boolean): JsonValue {
  if (!mayRound) return jsonFrom(text)
  return parseWithSource(text, (_key, value, { source }) =>
    typeof value !== 'number' || source === undefined || isExact(value, source)
      ? value
      : { $number: source },
  )
}

/** The same JSON with each array or object that is nested too deep as its text. */
function withoutDepth(text: string): string {
  const parts: string[] = []
  let depth = 0
  let kept = 0
  let start = 0
  for (let at = 0; at < text.length; at++) {
    const mark = text[at]
    if (mark === '"') at = endOfText(text, at + 1)
    else if (mark === '[' || mark === '{') {
      if (depth === MOST_LEVELS) start = at
      depth++
    } else if (mark === ']' || mark === '}') {
      depth--
      if (depth !== MOST_LEVELS) continue
      const source = JSON.stringify(text.slice(start, at + 1))
      parts.push(text.slice(kept, start), `{"$json":${source}}`)
      kept = at + 1
    }
  }
  return parts.join('') + text.slice(kept)
}

/** `JSON.parse` as ECMAScript 2026 has it; the types of the language know no third argument yet. */
const parseWithSource = JSON.parse as (
  text: string,
  reviver: (key: string, value: JsonValue, context: { readonly source?: string }) => JsonValue,
) => JsonValue

function isExact(value: number, source: string): boolean {
  return Number.isFinite(value) && significant(String(value)) === significant(source)
}

/** Sign, digits and exponent without zeros that mean nothing: `1.50`, `15e-1` and `1.5` are one. */
function significant(text: string): string {
  const match = /^(-?)(\d+)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/.exec(text)
  if (match === null) return text
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = match
  const digits = (whole + fraction).replace(/^0+/, '')
  const trimmed = digits.replace(/0+$/, '')
  if (trimmed === '') return '0'
  return `${sign}${trimmed}e${Number(exponent) - fraction.length + (digits.length - trimmed.length)}`
}
