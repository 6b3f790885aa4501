import type { AnalysisLabels } from '../analysis/analysis.ts'
import type { FacetTellers } from '../thread/facet.ts'

/** What a record is measured by when it is asked whether it counts. */
export interface PresentState {
  /** Of the thread that the record speaks of. */
  readonly contentHash: string
  /** The newest topic model of each analyzer key. */
  readonly models: ReadonlyMap<string, string>
}

/** What records of a kind say of their thread's state under an analyzer key. */
export interface StateRule<T> {
  /** Whether a thread counts as analyzed by such a record. Without one that counts it is pending. */
  readonly analyzes: boolean
  /** The analyzer key that the record speaks under. */
  readonly keyOf: (this: void, record: T) => string
  /** Whether the record counts as things stand. */
  readonly counts: (this: void, record: T, present: PresentState) => boolean
  /** What list rows show of it. */
  readonly labels: (this: void, record: T) => Partial<AnalysisLabels>
  /** What filters ask for under the key. */
  readonly facets: FacetTellers<T>
}
