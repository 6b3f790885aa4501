import type { Filter } from 'mongodb'
import type { RequiredToken } from '../../../domain/search/search-query.ts'
import { conditionsOf } from '../../../domain/thread/thread-query.ts'
import type { ThreadFilter, ThreadOrder } from '../../../domain/thread/thread-query.ts'
import type { ListPosition } from '../../core/lists/thread-lists.ts'
import type { ThreadDocument } from '../documents/documents.ts'
import { TAGS } from '../documents/tags.ts'
import { ANY_TOKEN } from '../documents/tokens.ts'

export type ThreadConditions = Filter<ThreadDocument>

export interface ListConditions {
  readonly filter: ThreadFilter
  /** Of the filter's analyzer key; of use where `state` is asked for. */
  readonly isSettled: boolean
  readonly tokens?: readonly RequiredToken[]
  /** Whether threads that any search must look into are left out (`false`: they alone). */
  readonly bulky?: boolean
}

/** Which documents a list is made of, but for where it begins. */
export function matching({ filter, isSettled, tokens, bulky }: ListConditions): ThreadConditions {
  const all: ThreadConditions[] = [
    { 'hitcraft.last': lastOf(filter) },
    ...tagConditions(filter, isSettled),
  ]
  if (bulky === true) all.push({ 'hitcraft.tokens': ANY_TOKEN })
  else for (const token of tokens ?? []) all.push(tokenCondition(token, bulky === undefined))
  return all.length === 1 ? (all[0] ?? {}) : { $and: all }
}

/** One each: an index answers the first, which the fewest have, and the rest is looked at. */
function tagConditions(filter: ThreadFilter, isSettled: boolean): ThreadConditions[] {
  const { analyzerKey: key = '' } = filter
  const { keyed, own, state } = conditionsOf(filter)
  const facets = [
    ...keyed.map((facet) => TAGS.facet(facet, key)),
    ...own.map((facet) => TAGS.facet(facet)),
  ].map((tag) => ({ 'hitcraft.tags': tag }))
  if (state === 'pending') {
    return [...facets, isSettled ? { 'hitcraft.tags': TAGS.pending(key) } : isPending(key)]
  }
  // A facet under the key says that it is analyzed.
  const isPlain = state === 'analyzed' && keyed.length === 0
  return isPlain ? [{ 'hitcraft.tags': TAGS.analyzed(key) }, ...facets] : facets
}

/** Pending under a key, whether it is settled or not. */
export function isPending(key: string): ThreadConditions {
  return { 'hitcraft.tags': { $ne: TAGS.analyzed(key) } }
}

/** What comes behind a position, by keyset. */
export function afterPosition(
  conditions: ThreadConditions,
  order: ThreadOrder,
  after: ListPosition | undefined,
): ThreadConditions {
  if (after === undefined) return conditions
  if (order === 'id') return { $and: [conditions, { id: { $gt: after.id } }] }
  const [beyond, among] =
    order === 'newest'
      ? [{ $lt: after.last }, { $gt: after.id }]
      : [{ $gt: after.last }, { $lt: after.id }]
  // Each branch is a range of the index that has the order, so the two are read merged.
  return {
    $or: [
      { $and: [{ 'hitcraft.last': beyond }, conditions] },
      { $and: [{ 'hitcraft.last': after.last, id: among }, conditions] },
    ],
  }
}

/** A document without `last` is none of ours yet, and a string is never beside other types. */
function lastOf({ from, to }: ThreadFilter): Record<string, string> {
  const lower =
    from !== undefined && from !== ''
      ? { $gte: from }
      : (from ?? to) === undefined
        ? { $gte: '' }
        : { $gt: '' }
  return { ...lower, ...(to === undefined ? {} : { $lt: to }) }
}

/** Tokens hold letters, digits and marks alone, so there is nothing in them to escape. */
function tokenCondition({ token, prefix }: RequiredToken, orAny: boolean): ThreadConditions {
  const wanted = prefix ? new RegExp(`^${token}`) : token
  return { 'hitcraft.tokens': orAny ? { $in: [wanted, ANY_TOKEN] } : wanted }
}
