import { isJsonObject } from '../../domain/values/json.ts'
import type { JsonValue } from '../../domain/values/json.ts'
import { midnightOf } from '../../domain/values/time.ts'
import { instantIn } from './named-zone.ts'

/** A time in the form of the domain, and the source's own text where that says more. */
export interface SourceTime {
  readonly iso: string
  readonly source?: string
  /** Set where it names no zone and was read as UTC. */
  readonly isZoneless?: true
}

const ISO =
  /^(\d{4})-?(\d{2})-?(\d{2})(?:[Tt ]+(\d{2}):?(\d{2})(?::?(\d{2})(?:[.,](\d{1,9}))?)?)? ?(Z|z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)?(?:\[([\w/+-]+)\])?$/
/** `Mon Mar 10 2025 20:15:20 GMT+0200 (…)` and `Mon, 10 Mar 2025 20:15:20 GMT`. */
const WORDED =
  /^(?:[A-Z][a-z]{2},? )?(?:(\d{1,2}) ([A-Z][a-z]{2})|([A-Z][a-z]{2}) (\d{1,2})) (\d{4}) (\d{2}):(\d{2})(?::(\d{2}))? ?(?:(?:GMT|UTC)?([+-]\d{2}:?\d{2})|GMT|UTC|Z)(?: \(.*\))?$/
const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ')
const MILLISECONDS_UTC = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,3})?Z$/
/** The form of the domain. */
const DOMAIN = /^[1-9]\d{3}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/
/** A time in that form whose day every month has, as nearly all do: told without a calendar in a tenth of the time. */
const CERTAIN =
  /^[1-9]\d{3}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/
const DIGITS = /^-?\d{9,19}(?:\.\d+)?$/
const SHELL = /^(?:new )?(?:ISODate|Date)\(["'](.*)["']\)$/
/** A plain number below it is a count or a place; as seconds it would lie before March 1973. */
const LEAST_SECONDS = 1e8

/**
 * The time that a JSON value states: ISO text (UTC where it names no zone, `[Europe/Paris]` alone is one), the texts that JavaScript
 * and mail write, an epoch in seconds, milliseconds, microseconds or nanoseconds as a number or a text
 * (told apart by size), MongoDB's `$date` and `$timestamp` in all their forms, or the `seconds` of Firestore. Undefined for
 * anything else, among it what no calendar has: 30 February, 25:00.
 */
export function readTime(value: JsonValue | undefined): SourceTime | undefined {
  if (typeof value === 'string') return fromText(value.trim())
  if (typeof value === 'number') return fromEpoch(value)
  if (!isJsonObject(value)) return undefined
  const { $date: date, $timestamp: stamp } = value
  if (date !== undefined) {
    const milliseconds = numberOf(date)
    return milliseconds === undefined ? readTime(date) : fromMilliseconds(milliseconds)
  }
  if (isJsonObject(stamp)) {
    const seconds = numberOf(stamp['t'])
    return seconds === undefined ? undefined : fromMilliseconds(seconds * 1000)
  }
  const number = numberOf(value) ?? numberOf(value['seconds'] ?? value['_seconds'])
  return number === undefined ? undefined : fromEpoch(number)
}

/** A number as JSON and Extended JSON write it. */
function numberOf(value: JsonValue | undefined): number | undefined {
  if (typeof value === 'number') return value
  if (!isJsonObject(value)) return undefined
  const inner =
    value['$numberLong'] ?? value['$numberDouble'] ?? value['$numberInt'] ?? value['$number']
  if (typeof inner === 'number') return inner
  return typeof inner === 'string' && inner.trim() !== '' ? Number(inner) : undefined
}

function fromText(text: string): SourceTime | undefined {
  if (CERTAIN.test(text)) return { iso: text }
  // What comes back as it was is a time.
  if (DOMAIN.test(text) && toIso(Date.parse(text)) === text) return { iso: text }
  const [, quoted] = SHELL.exec(text) ?? []
  if (quoted !== undefined) return fromText(quoted)
  if (DIGITS.test(text)) return fromEpoch(Number(text))
  const match = ISO.exec(text)
  const iso = toIso((match === null ? fromWords(text) : fromIso(text, match)) ?? Number.NaN)
  if (iso === undefined) return undefined
  if (MILLISECONDS_UTC.test(text)) return { iso }
  const isZoneless = match !== null && match[8] === undefined && match[9] === undefined
  return { iso, source: text, ...(isZoneless ? { isZoneless } : {}) }
}

function fromIso(text: string, match: RegExpExecArray): number | undefined {
  const [, year, month, day, hour, minute, second, fraction = '', zone, named] = match
  const hasZone = zone !== undefined || named !== undefined
  if (hour === undefined && (hasZone || !text.includes('-'))) return undefined
  const whole = utc([year, month, day, hour ?? '0', minute ?? '0', second ?? '0'])
  const local = whole + Number(fraction.slice(0, 3).padEnd(3, '0'))
  if (zone === undefined && named !== undefined) return instantIn(named, local)
  return local - offsetOf(zone)
}

function fromWords(text: string): number | undefined {
  const match = WORDED.exec(text)
  if (match === null) return undefined
  const [, dayFirst, monthSecond, monthFirst, daySecond, year, hour, minute, second, zone] = match
  const month = MONTHS.indexOf(monthSecond ?? monthFirst ?? '') + 1
  const day = dayFirst ?? daySecond
  return utc([year, String(month), day, hour, minute, second ?? '0']) - offsetOf(zone)
}

/** Milliseconds since 1970; NaN for a day or an hour that is none. */
function utc(parts: readonly (string | undefined)[]): number {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts.map(Number)
  if (hour > 23 || minute > 59 || second > 59) return Number.NaN
  return midnightOf(year, month, day) + ((hour * 60 + minute) * 60 + second) * 1000
}

function offsetOf(zone: string | undefined): number {
  const match = /^([+-])(\d{2}):?(\d{2})?$/.exec(zone ?? '')
  if (match === null) return 0
  const [, sign, hours, minutes = '0'] = match
  if (Number(hours) > 18 || Number(minutes) > 59) return Number.NaN
  return (Number(hours) * 60 + Number(minutes)) * (sign === '-' ? -60_000 : 60_000)
}

function fromEpoch(value: number): SourceTime | undefined {
  const size = Math.abs(value)
  if (size < LEAST_SECONDS) return undefined
  if (size < 1e11) return fromMilliseconds(value * 1000)
  if (size < 1e14) return fromMilliseconds(value)
  return fromMilliseconds(size < 1e17 ? value / 1000 : value / 1e6)
}

function fromMilliseconds(value: number): SourceTime | undefined {
  // Rounded first: 1767600000.123 seconds are 1767600000122.9999 milliseconds to a double.
  const iso = toIso(Math.floor(Math.round(value * 1000) / 1000))
  return iso === undefined ? undefined : { iso }
}

/** Four-digit years alone, so that times order as texts. */
export function toIso(milliseconds: number): string | undefined {
  const date = new Date(milliseconds)
  if (Number.isNaN(date.getTime())) return undefined
  const iso = date.toISOString()
  return iso.length === 24 ? iso : undefined
}
