import type { Facet } from '../../../domain/thread/facet.ts'
import type { ThreadFilter } from '../../../domain/thread/thread-query.ts'
import { threadFacets } from '../../../storage/core/thread-state.ts'
import type { ThreadTruth } from './thread-truth.ts'

/** A list that a thread is on. */
export interface Condition {
  readonly filter: ThreadFilter
  /** How differences name it: never by its value, which may be words of a user. */
  readonly field: string
}

/** The lists by facet and by state that a thread must be on, and no others. */
export function conditionsOfTruth(
  { summary, states }: ThreadTruth,
  keys: readonly string[],
): Condition[] {
  return [
    ...threadFacets(summary).map((facet) => byFacet(facet)),
    ...keys.map((key) => {
      const isAnalyzed = states.some(({ analyzerKey }) => analyzerKey === key)
      return byState(key, isAnalyzed ? 'analyzed' : 'pending')
    }),
    ...states.flatMap(({ analyzerKey, facets }) =>
      facets.map((facet) => byFacet(facet, analyzerKey)),
    ),
  ]
}

function byFacet({ name, value }: Facet, analyzerKey?: string): Condition {
  const key = analyzerKey === undefined ? {} : { analyzerKey }
  return { filter: { facets: { [name]: value }, ...key }, field: `facet ${name}` }
}

function byState(analyzerKey: string, state: 'analyzed' | 'pending'): Condition {
  return { filter: { analyzerKey, state }, field: `listed as ${state}` }
}

/** One name for each condition. */
export function nameOfCondition({ filter, field }: Condition): string {
  return JSON.stringify([field, filter.analyzerKey ?? '', filter.facets ?? filter.state ?? ''])
}
