import type { RecordKind, RecordTypes } from '../records.ts'
import type { FacetTellers } from '../thread/facet.ts'
import { labelsOf } from './analysis.ts'
import type { AnalysisLabels } from './analysis.ts'

/** What a record is measured by when it is asked whether it counts. */
export interface PresentState {
  /** Of the thread that the record speaks of. */
  readonly contentHash: string
  /** The newest topic model of each analyzer key. */
  readonly models: ReadonlyMap<string, string>
}

/** What records of a kind say of their thread's state under an analyzer key. */
export interface StateRule<T> {
  keyOf(this: void, record: T): string
  /** Whether the record counts as things stand. */
  counts(this: void, record: T, present: PresentState): boolean
  /** What list rows show of it. */
  labels(this: void, record: T): Partial<AnalysisLabels>
  readonly facets: FacetTellers<T>
}

/** The kinds that say something of their thread's state; of the others it does not depend. */
export const STATE_RULES: { readonly [K in RecordKind]?: StateRule<RecordTypes[K]> } = {
  analysis: {
    keyOf: ({ analyzerKey }) => analyzerKey,
    counts: ({ contentHash }, present) => contentHash === present.contentHash,
    labels: labelsOf,
    facets: {
      outcome: ({ outcome }) => [outcome],
      language: ({ language }) => (language === undefined ? [] : [language]),
      failure: ({ failures }) => failures.map(({ kind }) => kind),
      noticed: ({ failures }) => failures.map(({ noticedBy }) => noticedBy),
      need: ({ unmetNeeds }) => unmetNeeds.map(({ label }) => label),
      feature: ({ features }) => features.map(({ feature }) => feature),
      signal: ({ signals }) => signals.map(({ kind }) => kind),
    },
  },
  topicAssignment: {
    keyOf: ({ analyzerKey }) => analyzerKey,
    counts: ({ analyzerKey, modelId }, { models }) => models.get(analyzerKey) === modelId,
    labels: ({ topic }) => (topic === undefined ? {} : { topic }),
    facets: { topic: ({ topic }) => (topic === undefined ? [] : [topic]) },
  },
}

/** The names of all facets that hold under an analyzer key. */
export const ANALYSIS_FACETS: readonly string[] = Object.values(STATE_RULES).flatMap(({ facets }) =>
  Object.keys(facets),
)
