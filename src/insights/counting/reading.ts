import type { Held } from '../figures.ts'
import type { DayCounts } from './time/day-counts.ts'
import type { Periods } from './time/periods.ts'
import type { Problems } from './problems.ts'
import type { TopicNames } from './topic-names.ts'

/** What has been read for a report, for all sections together. */
export interface Reading {
  /** How many threads the report speaks of: the denominator. */
  readonly analyzed: number
  readonly problems: Problems
  /** Threads by day, those before the report's range with which it is compared among them. */
  readonly days: DayCounts
  /** What is compared; undefined where there is nothing to compare. */
  readonly periods: Periods | undefined
  readonly names: TopicNames
  /** BCP 47, the one that most threads are in; undefined where none can be told. */
  readonly language: string | undefined
  /** How well a kind of finding is held, by readers who judged those of this analyzer. */
  readonly heldOf: (kind: string) => Held | undefined
  /** Whether it is known how much this analyzer overlooks: what it counts is the least that there is. */
  readonly measured: boolean
}
