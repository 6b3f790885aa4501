import { shownOf } from './analysis.ts'
import type { Analysis } from './analysis.ts'

/**
 * Whether a thread went badly: the user complained of the assistant, or did not get what was asked for
 * after a failure. A failure that was mended makes no bad thread.
 */
export function wentBadly({ outcome, failures, signals }: Analysis): boolean {
  const isComplaint = shownOf(signals).some(({ kind }) => kind === 'complaint')
  return isComplaint || (endedBadly(outcome) && shownOf(failures).length > 0)
}

/** Whether the user ended without what was asked for. */
export function endedBadly(outcome: Analysis['outcome']): boolean {
  return outcome === 'unresolved' || outcome === 'abandoned'
}
