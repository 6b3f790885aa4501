import { isJsonObject } from '../domain/values/json.ts'
import type { JsonValue } from '../domain/values/json.ts'

/** A time in the form of the domain, and the source's own text where that says more. */
export interface SourceTime {
  readonly iso: string
  readonly source?: string
}

const ISO = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(Z|[+-]\d{2}:?\d{2})?$/
const MILLISECONDS_UTC = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,3})?Z$/

/**
 * The time that a JSON value states: ISO text (UTC where it names no zone), milliseconds or seconds
 * since 1970, or MongoDB's `{$date: …}` in both of its forms. Undefined for anything else.
 */
export function readTime(value: JsonValue | undefined): SourceTime | undefined {
  if (typeof value === 'string') return fromText(value)
  if (typeof value === 'number') return fromEpoch(value)
  if (!isJsonObject(value)) return undefined
  if (value['$date'] !== undefined) return readTime(value['$date'])
  const long = value['$numberLong'] ?? value['$numberDouble'] ?? value['$numberInt']
  return typeof long === 'string' && long !== '' ? fromEpoch(Number(long)) : undefined
}

function fromText(text: string): SourceTime | undefined {
  const match = ISO.exec(text)
  if (match === null) return undefined
  const plain = text.replace(' ', 'T').replace(',', '.')
  const iso = toIso(Date.parse(match[1] === undefined ? `${plain}Z` : plain))
  if (iso === undefined) return undefined
  return MILLISECONDS_UTC.test(text) ? { iso } : { iso, source: text }
}

/** Numbers below 10^11 are seconds: as milliseconds they would lie before 1973. */
function fromEpoch(value: number): SourceTime | undefined {
  const milliseconds = Math.abs(value) < 1e11 ? value * 1000 : value
  const iso = toIso(Math.floor(milliseconds))
  return iso === undefined ? undefined : { iso }
}

/** Four-digit years alone, so that times order as texts. */
export function toIso(milliseconds: number): string | undefined {
  const date = new Date(milliseconds)
  if (Number.isNaN(date.getTime())) return undefined
  const iso = date.toISOString()
  return iso.length === 24 ? iso : undefined
}
