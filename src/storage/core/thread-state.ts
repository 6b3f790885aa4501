import type { AnalysisLabels } from '../../domain/analysis/analysis.ts'
import { compareIds } from '../../domain/values/ids.ts'
import type { PresentState } from '../../domain/kind-definition.ts'
import { ALL_KINDS, RECORD_KINDS } from '../../domain/records.ts'
import type { RecordKind, RecordTypes } from '../../domain/records.ts'
import { facetsBy, THREAD_FACETS } from '../../domain/thread/facet.ts'
import type { Facet, FacetedThread } from '../../domain/thread/facet.ts'
import type { KindedRecord } from './record-row.ts'

/** What the state of one thread depends on. */
export interface ThreadFacts extends PresentState {
  /** Records of {@link STATE_KINDS} that speak of the thread, in any order; others are passed over. */
  readonly records: readonly KindedRecord[]
}

/** Where a thread stands under a key under which it is analyzed. */
export interface KeyState {
  readonly analyzerKey: string
  /** As list rows show them. */
  readonly labels: AnalysisLabels
  /** What filters ask for under the key. */
  readonly facets: readonly Facet[]
}

/** The kinds of records that a thread's state depends on. */
export const STATE_KINDS: readonly RecordKind[] = ALL_KINDS.filter(
  (kind) => RECORD_KINDS[kind].state !== undefined,
)

/**
 * The states of a thread under every key under which it is analyzed: one of its analyses stands at its
 * present content. Under every other key it is pending, and has no facets but its own.
 */
export function statesOf(facts: ThreadFacts): readonly KeyState[] {
  const states = new Map<string, Draft>()
  for (const kind of STATE_KINDS) {
    for (const each of facts.records) {
      const said = each.kind === kind ? sayingOf(kind, each.record, facts) : undefined
      if (said === undefined) continue
      const state = states.get(said.key) ?? { isAnalyzed: false, labels: {}, facets: [] }
      states.set(said.key, state)
      state.isAnalyzed ||= said.analyzes
      Object.assign(state.labels, said.labels)
      state.facets.push(...said.facets)
    }
  }
  return [...states].flatMap(([analyzerKey, { isAnalyzed, labels, facets }]) =>
    isAnalyzed && areWhole(labels) ? [{ analyzerKey, labels, facets }] : [],
  )
}

/** The facets of a thread that hold without an analyzer key. */
export function threadFacets(thread: FacetedThread): readonly Facet[] {
  return facetsBy(THREAD_FACETS, thread)
}

function areWhole(labels: Partial<AnalysisLabels>): labels is AnalysisLabels {
  return labels.outcome !== undefined && labels.failures !== undefined
}

interface Draft {
  isAnalyzed: boolean
  labels: Partial<AnalysisLabels>
  facets: Facet[]
}

/** What a record says under a key; undefined where it does not count. */
function sayingOf<K extends RecordKind>(kind: K, record: RecordTypes[K], present: PresentState) {
  const rule = RECORD_KINDS[kind].state
  if (rule?.counts(record, present) !== true) return undefined
  return {
    key: rule.keyOf(record),
    analyzes: rule.analyzes,
    labels: rule.labels(record),
    facets: facetsBy(rule.facets, record),
  }
}

/** What of a topic model decides whether it is the current one. */
export interface ModelName {
  readonly id: string
  readonly analyzerKey: string
}

/** The newest topic model of each analyzer key: assignments to another do not count. */
export function currentModels(models: Iterable<ModelName>): Map<string, string> {
  const newest = new Map<string, string>()
  for (const { id, analyzerKey } of models) {
    const known = newest.get(analyzerKey)
    if (known === undefined || compareIds(known, id) < 0) newest.set(analyzerKey, id)
  }
  return newest
}
