import type { Facet } from '../../../domain/thread/facet.ts'
import { threadFacets } from '../../core/thread-state.ts'
import type { ThreadSummary } from '../../../domain/thread/thread-summary.ts'
import { sha256 } from '../../../domain/values/canonical-json.ts'
import { encodeKey } from '../../../domain/values/ids.ts'
import type { CopyValue } from '../connection/copy.ts'

/** Columns of {@link facetRow}. */
export const FACET_COLUMNS = 'facet, last, id, keyed'

/**
 * A facet as rows name it: 128 bits of a hash, so that rows are short whatever the value, and hold no words
 * of a thread.
 * @param analyzerKey under which it holds; absent for a facet of the thread itself
 */
export function facetName({ name, value }: Facet, analyzerKey?: string): string {
  return sha256([encodeKey(analyzerKey ?? ''), name, encodeKey(value)].join('\n')).slice(0, 32)
}

/** Of a user of whom a thread holds only wordings that lost: an erasure must find it by them too. */
export const LOST_USER = 'lost user'

/** A thread as its facets are filed: its encoded id, and the time that lists go by. */
export interface Filed {
  readonly key: string
  /** `''` for a thread without times. */
  readonly last: string
}

/** @param analyzerKey as in {@link facetName} */
export function facetRow({ key, last }: Filed, facet: Facet, analyzerKey?: string): CopyValue[] {
  return [facetName(facet, analyzerKey), last, key, analyzerKey !== undefined]
}

/** The facets that a thread has without a key. */
export function ownFacetRows(
  filed: Filed,
  summary: ThreadSummary,
  lostUsers: readonly string[],
): CopyValue[][] {
  return [...threadFacets(summary), ...lostUsers.map((value) => ({ name: LOST_USER, value }))].map(
    (facet) => facetRow(filed, facet),
  )
}
