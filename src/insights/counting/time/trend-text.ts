import type { Days } from './day-counts.ts'
import { daysText, threadsOf } from '../labels.ts'
import { daysBetween } from './periods.ts'
import type { Periods } from './periods.ts'
import type { Trend } from './trend.ts'

const CHANGES: Readonly<Record<Trend['change'], string>> = {
  new: 'New',
  back: 'Back',
  rising: 'Rising',
  falling: 'Falling',
  gone: 'Not seen any more',
  steady: 'Steady',
}

/** `Rising`; of few cases that is said, too. */
export function changeText({ change, few }: Pick<Trend, 'change' | 'few'>): string {
  return few && change !== 'steady' ? `${CHANGES[change]} (few cases)` : CHANGES[change]
}

/** `Rising: 12 of 90 threads from 5 Mar 2025 to 11 Mar 2025, 3 of 80 in the 7 days before`. */
export function trendText(trend: Trend, { now: { from, to } }: Periods): string {
  const { now, nowOf, before, beforeOf } = trend
  return `${changeText(trend)}: ${now} of ${threadsOf(nowOf)} from ${daysText({ from, to })}, ${before} of ${beforeOf} in the ${lengthText({ from, to })} before`
}

/** `day`, `7 days`. */
export function lengthText({ from, to }: Days): string {
  const days = daysBetween(from, to) + 1
  return days === 1 ? 'day' : `${days} days`
}
