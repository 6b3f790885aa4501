import type { Certainty, Failure } from '../../../domain/analysis/analysis.ts'
import type { FAILURE_KINDS } from '../../../domain/analysis/failure-kind.ts'

/** A kind of failure that detectors find. */
export type Kind = (typeof FAILURE_KINDS)[number]

/** A failure with the place that it is found at. */
export interface Draft extends Failure {
  readonly kind: Kind
  /** Index of the message that failed. */
  readonly at: number
  /** How sure it is; 1 where absent. */
  readonly sure?: number
  /** Index of the user's message that shows it. */
  readonly shownAt?: number
  /** The answer gave something in its place: what becomes of the wish is told by that. */
  readonly inPart?: true
  /** No failure to tell of: a search that found nothing. The wish came to nothing by it all the same. */
  readonly untold?: true
}

/** From which probability a finding is shown, and from which it is kept as a maybe. */
export interface Levels {
  readonly shown: number
  readonly maybe: number
}

/** Undefined for what is not even a maybe. */
export function certaintyAt(probability: number, { shown, maybe }: Levels): Certainty | undefined {
  if (probability >= shown) return 'shown'
  return probability >= maybe ? 'maybe' : undefined
}
