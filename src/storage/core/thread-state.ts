import type { AnalysisLabels } from '../../domain/analysis/analysis.ts'
import { STATE_RULES } from '../../domain/analysis/state-rules.ts'
import type { PresentState, StateRule } from '../../domain/analysis/state-rules.ts'
import type { RecordKind } from '../../domain/records.ts'
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
export const STATE_KINDS = Object.keys(STATE_RULES) as readonly RecordKind[]

/**
 * The states of a thread under every key under which it is analyzed: one of its analyses stands at its
 * present content. Under every other key it is pending, and has no facets but its own.
 */
export function statesOf(facts: ThreadFacts): readonly KeyState[] {
  const states = new Map<string, Draft>()
  for (const kind of STATE_KINDS) {
    for (const each of facts.records) {
      const said = each.kind === kind ? sayingOf(each, facts) : undefined
      if (said === undefined) continue
      const state = states.get(said.key) ?? { isAnalyzed: false, labels: {}, facets: [] }
      states.set(said.key, state)
      state.isAnalyzed ||= kind === 'analysis'
      Object.assign(state.labels, said.labels)
      state.facets.push(...said.facets)
    }
  }
  return [...states].flatMap(([analyzerKey, { isAnalyzed, labels, facets }]) =>
    isAnalyzed ? [{ analyzerKey, labels: labels as AnalysisLabels, facets }] : [],
  )
}

/** The facets of a thread that hold without an analyzer key. */
export function threadFacets(thread: FacetedThread): readonly Facet[] {
  return facetsBy(THREAD_FACETS, thread)
}

interface Draft {
  isAnalyzed: boolean
  labels: Partial<AnalysisLabels>
  facets: Facet[]
}

/** What a record says under a key; undefined where it does not count. */
function sayingOf<K extends RecordKind>(each: KindedRecord & { kind: K }, present: PresentState) {
  const rule = STATE_RULES[each.kind] as StateRule<typeof each.record> | undefined
  if (rule?.counts(each.record, present) !== true) return undefined
  const { record } = each
  return {
    key: rule.keyOf(record),
    labels: rule.labels(record),
    facets: facetsBy(rule.facets, record),
  }
}
