import type { Case } from '../cases.ts'
import type { DayCounts } from './day-counts.ts'
import type { Periods } from './periods.ts'

/** Fewer than this in both periods together are few, whatever they seem to say. */
const FEW = 5
/** Standard errors between two shares from which on they differ (95 %). */
const DIFFERENT = 1.96
/** Fewer than this in both periods together are too few for the test. */
const LEAST_TESTED = 10
/** All of a case lies in one of two periods by chance more rarely than this where it is told. */
const BY_CHANCE = 0.05

/**
 * `new`: not in the period before, beyond chance. `back`: the same, and there before that. `gone`: in the
 * period before and not now, beyond chance.
 */
export type Change = 'new' | 'back' | 'rising' | 'falling' | 'gone' | 'steady'

export interface Trend {
  readonly change: Change
  /** Threads in the period, and of how many. */
  readonly now: number
  readonly nowOf: number
  readonly before: number
  readonly beforeOf: number
  /** So few that they speak for themselves alone. */
  readonly few: boolean
}

/** How a case changed since the period before; undefined where there is nothing to compare with. */
export function trendOf(
  one: Case,
  all: DayCounts,
  periods: Periods | undefined,
): Trend | undefined {
  if (periods === undefined) return undefined
  const [now, nowOf] = [one.days.count(periods.now), all.count(periods.now)]
  const [before, beforeOf] = [one.days.count(periods.before), all.count(periods.before)]
  if (nowOf === 0 || beforeOf === 0) return undefined
  const counts = { now, nowOf, before, beforeOf }
  const wasEarlier = one.days.count(periods.earlier) > 0
  return { change: changeOf(counts, wasEarlier), ...counts, few: now + before < FEW }
}

function changeOf(counts: Omit<Trend, 'change' | 'few'>, wasEarlier: boolean): Change {
  const { now, nowOf, before, beforeOf } = counts
  const of = nowOf + beforeOf
  if (before === 0 && isBeyondChance(now, nowOf / of)) return wasEarlier ? 'back' : 'new'
  if (now === 0 && isBeyondChance(before, beforeOf / of)) return 'gone'
  const distance = distanceOf(counts)
  if (now + before < LEAST_TESTED || Math.abs(distance) < DIFFERENT) return 'steady'
  return distance > 0 ? 'rising' : 'falling'
}

/** Whether `n` threads would rarely all lie in a period that holds this share of all threads. */
function isBeyondChance(n: number, share: number): boolean {
  return share ** n < BY_CHANCE
}

/** Standard errors between the two shares (two-proportion z test), to two decimals. */
function distanceOf({ now, nowOf, before, beforeOf }: Omit<Trend, 'change' | 'few'>): number {
  const pooled = (now + before) / (nowOf + beforeOf)
  const error = Math.sqrt(pooled * (1 - pooled) * (1 / nowOf + 1 / beforeOf))
  return error === 0 ? 0 : Math.round(((now / nowOf - before / beforeOf) / error) * 100) / 100
}
