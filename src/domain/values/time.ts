import { HitCraftError } from '../../errors/hitcraft-error.ts'

const FULL = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})$/
const DATE = /^\d{4}-\d{2}-\d{2}$/

/**
 * A bound of a time range as ISO 8601, UTC, milliseconds. Takes a date (its midnight, UTC) or a date
 * and time with a zone.
 *
 * @throws HitCraftError INVALID_INPUT for anything else, a time without a zone among it.
 */
export function parseTimeBound(text: string, name: string): string {
  const time = new Date(DATE.test(text) ? `${text}T00:00:00Z` : FULL.test(text) ? text : Number.NaN)
  // A day such as 2025-02-30 is taken for one of March; the day as written must come back.
  const day = text.slice(0, 10)
  const midnight = new Date(`${day}T00:00:00Z`)
  if (Number.isNaN(time.getTime()) || !midnight.toISOString().startsWith(day)) {
    throw new HitCraftError('INVALID_INPUT', `${name} is not a time: ${text.slice(0, 40)}`, {
      remedy: 'Write a date (2025-03-10) or a time with its zone (2025-03-10T18:00:00Z).',
    })
  }
  return time.toISOString()
}

/** From when, inclusive, to when, exclusive. */
export interface TimeRange {
  readonly from?: string | undefined
  readonly to?: string | undefined
}

/**
 * A time range whose bounds are written as `parseTimeBound` takes them; an absent bound stays absent.
 * @throws HitCraftError INVALID_INPUT also for a range that ends before it begins
 */
export function parseTimeRange(range: TimeRange): { readonly from?: string; readonly to?: string } {
  const from = range.from === undefined ? undefined : parseTimeBound(range.from, 'from')
  const to = range.to === undefined ? undefined : parseTimeBound(range.to, 'to')
  if (from !== undefined && to !== undefined && from > to) {
    throw new HitCraftError('INVALID_INPUT', 'the range ends before it begins', {
      remedy: 'Exchange from and to.',
    })
  }
  return { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) }
}

/** No log of an assistant is older; a clock that was never set says 1970. */
const EARLIEST = '1990-01-01T00:00:00.000Z'
/** What a stored time may be at the most, whenever it was stored. */
const NEVER = '2100-01-01T00:00:00.000Z'
/** A machine whose clock is behind this one's making does not know the time. */
const RELEASED = Date.UTC(2026, 0, 1)
const DAY = 24 * 60 * 60 * 1000

/**
 * A time that decides which of two states is the later, as it counts: `''` where there is none, or one
 * that only a broken clock gives (before 1990, from 2100 on).
 */
export function ageOf(time: string | undefined): string {
  return time === undefined || time < EARLIEST || time >= NEVER ? '' : time
}

/** Which times of a log are believed: from 1990 to a day after the moment of its import. */
export class Clock {
  readonly moment: string
  /** The last time that is believed, ISO, UTC. */
  readonly latest: string
  #passedOver = 0

  /** @param moment of the import, ISO */
  constructor(moment: string) {
    this.moment = moment
    this.latest = new Date(Math.max(Date.parse(moment), RELEASED) + DAY).toISOString()
  }

  believes(time: string): boolean {
    return time >= EARLIEST && time <= this.latest
  }

  /** The time, if it is believed; one that is not is counted. */
  take(time: string | undefined): string | undefined {
    if (time === undefined || this.believes(time)) return time
    this.passOver(1)
    return undefined
  }

  /** How many times were not believed. */
  get passedOver(): number {
    return this.#passedOver
  }

  /** Counts times that a clock of the same moment did not believe. */
  passOver(count: number): void {
    this.#passedOver += count
  }

  /** What the reader should know of times that are not believed. */
  notes(): string[] {
    if (this.#passedOver === 0) return []
    const day = this.latest.slice(0, 10)
    return [
      `times before 1990 or after ${day}, as a broken clock gives: ${this.#passedOver}; they decide nothing and are kept as written`,
    ]
  }
}

/**
 * Milliseconds since 1970 of a day's midnight, UTC; NaN for a day that is none, such as 30 February.
 * `Date.UTC` would take the years 0 to 99 for those of the last century.
 *
 * @param month 1 to 12
 */
export function midnightOf(year: number, month: number, day: number): number {
  const time = new Date(0)
  time.setUTCFullYear(year, month - 1, day)
  const isReal = time.getUTCMonth() === month - 1 && time.getUTCDate() === day
  return isReal ? time.getTime() : Number.NaN
}
