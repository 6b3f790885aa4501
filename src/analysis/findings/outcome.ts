import type { Fulfilment, Outcome } from '../../domain/analysis/analysis.ts'
import type { Evidence } from '../../domain/analysis/evidence.ts'

/** What became of a wish. */
export interface EndedWish {
  readonly fulfilment: Fulfilment
  /** Whether the user let go of it. */
  readonly gaveUp: boolean
  /** What tells so. */
  readonly evidence: readonly Evidence[]
}

export interface Ending {
  readonly outcome: Outcome
  readonly evidence: readonly Evidence[]
}

const MOST_EVIDENCE = 3

/**
 * How a thread ended, by what became of its wishes: all served, some, none; given up; or it can't be told,
 * as nothing tells of any, or nothing went wrong and of some nothing tells.
 */
export function outcomeOf(followed: readonly EndedWish[]): Ending {
  const known = followed.filter(({ fulfilment }) => fulfilment !== 'unknown')
  const served = known.filter(({ fulfilment }) => fulfilment === 'answered')
  const partly = known.filter(({ fulfilment }) => fulfilment === 'partly')
  const failed = known.filter(
    ({ fulfilment }) => fulfilment !== 'answered' && fulfilment !== 'partly',
  )
  const last = followed.at(-1)
  if (last?.gaveUp === true && served.length + partly.length === 0)
    return ended('abandoned', [last])
  if (failed.length > 0 && served.length + partly.length === 0) return ended('unresolved', failed)
  if (failed.length > 0 || partly.length > 0) return ended('partly', [...failed, ...partly])
  if (served.length > 0 && served.length === followed.length) return ended('resolved', served)
  return { outcome: 'unknown', evidence: [] }
}

/** The last of what tells, as that is where it ended. */
function ended(outcome: Outcome, telling: readonly EndedWish[]): Ending {
  const evidence = telling.flatMap((one) => one.evidence).slice(-MOST_EVIDENCE)
  return { outcome, evidence }
}
