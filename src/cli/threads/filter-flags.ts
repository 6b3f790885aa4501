import { outcomeSchema, signalKindSchema } from '../../domain/analysis/analysis.ts'
import { failureKindSchema } from '../../domain/analysis/failure-kind.ts'
import { facetConditions, facetOf, facetsAsked } from '../../domain/thread/facet.ts'
import type { Facet } from '../../domain/thread/facet.ts'
import { decodeCursor, MAX_LIMIT, THREAD_ORDERS } from '../../domain/thread/thread-query.ts'
import type { ThreadFilter, ThreadListQuery } from '../../domain/thread/thread-query.ts'
import { given } from '../../domain/values/given.ts'
import { checkTimeRange, oneOf, text, TIME_RANGE, wholeNumber, wrongUsage } from '../flags.ts'
import type { Flag, Flags, FlagValues } from '../flags.ts'

const FACET: Flag<readonly Facet[]> = {
  value: 'NAME:VALUE',
  about:
    'by what an analysis found, as a report names it behind a figure: noticed:cut-off/nobody, need:n4, length:2-5; several: all must hold',
  read(text) {
    const facet = facetOf(text)
    if (facet === undefined) throw wrongUsage('takes a name, a colon and a value: need:n4')
    return [facet]
  },
  combine: (before, more) => [...before, ...more],
}

/** Which threads. */
export const FILTER_FLAGS = {
  ...TIME_RANGE,
  user: text('ID', 'threads of this user'),
  state: oneOf(['pending', 'analyzed'], 'pending or analyzed'),
  language: text('TAG', 'by the analysis: en, he, …'),
  outcome: oneOf(outcomeSchema.options),
  topic: text('ID', 'by the topic model'),
  failure: oneOf(failureKindSchema.options),
  signal: oneOf(signalKindSchema.options, 'thanks or complaint: what the user said'),
  facet: FACET,
} as const satisfies Flags

/** Which of them, and in which order. */
export const PAGE_FLAGS = {
  order: oneOf(THREAD_ORDERS, 'newest (default), oldest or id'),
  limit: wholeNumber('1 to 1,000; default 50', MAX_LIMIT),
  cursor: text('TEXT', '`next` of the page before, under the same filter and order'),
} as const satisfies Flags

type Filter = FlagValues<typeof FILTER_FLAGS>
type Page = FlagValues<typeof PAGE_FLAGS>

/** @throws HitCraftError for a range that holds no time, or a cursor of another list */
export function checkListFlags({ order, cursor, ...filter }: Filter & Page): void {
  checkTimeRange(filter)
  if (cursor !== undefined) decodeCursor(order ?? 'newest', cursor)
}

/** Conditions on analyses are read under an analyzer key, which is not the flags' to say. */
export function filterOf(flags: Filter): Omit<ThreadFilter, 'analyzerKey'> {
  const { from, to, user, state, language, outcome, topic, failure, signal, facet = [] } = flags
  const facets = facetConditions([...facet, ...facetsAsked(given({ failure, signal }))])
  return { ...given({ from, to, state, language, outcome, topic, userId: user }), facets }
}

export function pageOf({ order, limit, cursor }: Page): Pick<ThreadListQuery, keyof Page> {
  return given({ order, limit, cursor })
}
