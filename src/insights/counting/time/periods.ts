import type { Days } from './day-counts.ts'

const DAY = 86_400_000
const MIDNIGHT = 'T00:00:00.000Z'
/** Days of a period where the report names none. */
const USUAL = 7
/** Periods behind the one before, in which something may have been that is back. */
const EARLIER = 2

/** What is compared: a period, the one before it of the same length, and what lies before that. */
export interface Periods {
  readonly now: Days
  readonly before: Days
  readonly earlier: Days
}

export interface PeriodChoice {
  /** The report's range: ISO, UTC; from inclusive, to exclusive. */
  readonly from?: string | undefined
  readonly to?: string | undefined
  /** Day from which on things are news; default: the beginning of the range, else the last 7 days. */
  readonly since?: string | undefined
}

/**
 * The periods of a report over threads of these days. Undefined where there are none: the range does not
 * begin and end with a day, or all lies on one.
 */
export function periodsOf({ from, to, since }: PeriodChoice, span: Days): Periods | undefined {
  if (!isDay(from) || !isDay(to)) return undefined
  const last = to === undefined ? span.to : addDays(to, -1)
  const first = since ?? from?.slice(0, 10) ?? addDays(last, 1 - usualLength({ ...span, to: last }))
  const length = daysBetween(first, last) + 1
  if (length < 1 || (from === undefined && span.from >= first)) return undefined
  const before = { from: addDays(first, -length), to: addDays(first, -1) }
  return {
    now: { from: first, to: last },
    before,
    earlier: { from: addDays(before.from, -EARLIER * length), to: addDays(before.from, -1) },
  }
}

/** `2025-03-10` and what comes `days` later. */
export function addDays(day: string, days: number): string {
  return new Date(Date.parse(day.slice(0, 10)) + days * DAY).toISOString().slice(0, 10)
}

export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / DAY)
}

/** A week, or half of what there is. */
function usualLength({ from, to }: Days): number {
  return Math.max(1, Math.min(USUAL, Math.floor((daysBetween(from, to) + 1) / 2)))
}

function isDay(bound: string | undefined): boolean {
  return bound === undefined || bound.endsWith(MIDNIGHT)
}
