import type { JsonValue } from '../../domain/values/json.ts'

/** Sixteen digits in a row may be a number that a double rounds; also found inside texts, harmlessly. */
const MANY_DIGITS = /\d{16}|\d[eE][+-]?\d{3}|\d\.\d{14}/

/**
 * Parses JSON without rounding: a number that a double cannot hold exactly comes as
 * `{"$number": "<source text>"}`.
 *
 * @throws SyntaxError as `JSON.parse` does
 */
export function parseJson(text: string): JsonValue {
  if (!MANY_DIGITS.test(text)) return JSON.parse(text) as JsonValue
  return parseWithSource(text, (_key, value, { source }) =>
    typeof value !== 'number' || source === undefined || isExact(value, source)
      ? value
      : { $number: source },
  )
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
