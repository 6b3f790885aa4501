import { z } from 'zod'
import { HitCraftError } from '../../errors/hitcraft-error.ts'
import type { Outcome } from '../analysis/analysis.ts'
import { KEYED_FACETS } from '../records.ts'
import { compareIds } from '../values/ids.ts'
import { facetsAsked, THREAD_FACETS } from './facet.ts'
import type { Facet, FacetConditions } from './facet.ts'
import type { ThreadSummary } from './thread-summary.ts'

/** Which threads. Every given condition must hold. */
export interface ThreadFilter {
  /** As a person types it; see `parseSearch`. */
  readonly words?: string
  /** By last message: from inclusive, to exclusive; ISO 8601, UTC, milliseconds. */
  readonly from?: string
  readonly to?: string
  /** The same as the facet `user`. */
  readonly userId?: string
  /**
   * Facets that a thread must have, by name, each value of a name. `user` and `length` are of the thread
   * itself; the others hold under the analyzer key.
   */
  readonly facets?: FacetConditions
  /** The next four are read from the analysis under this key; without a key they are refused. */
  readonly analyzerKey?: string
  readonly state?: 'pending' | 'analyzed'
  readonly language?: string
  readonly outcome?: Outcome
  readonly topic?: string
}

/**
 * `newest` (default): newest last message first, ties by id, threads without times last. `oldest` is that
 * from its end.
 */
export const THREAD_ORDERS = ['newest', 'oldest', 'id'] as const
export type ThreadOrder = (typeof THREAD_ORDERS)[number]

export interface ThreadListQuery extends ThreadFilter {
  readonly order?: ThreadOrder
  /** 1 to 1,000; default 50. */
  readonly limit?: number
  /** `next` of the page before, under the same filter and order. */
  readonly cursor?: string
}

export interface Page<T> {
  readonly items: readonly T[]
  /** Cursor of the next page; absent at the end. */
  readonly next?: string
}

/** A thread's place in a list: what a keyset cursor holds. */
export interface ThreadPosition {
  readonly id: string
  readonly lastMessageAt?: string
}

export const DEFAULT_LIMIT = 50
export const MAX_LIMIT = 1000

/** @throws HitCraftError INVALID_INPUT when the limit is no whole number from 1 to 1,000. */
export function checkedLimit(limit: number | undefined): number {
  if (limit === undefined) return DEFAULT_LIMIT
  if (Number.isInteger(limit) && limit >= 1 && limit <= MAX_LIMIT) return limit
  throw new HitCraftError('INVALID_INPUT', `limit must be 1 to ${MAX_LIMIT}, not ${limit}`)
}

/** A filter as a backend reads it, beside `words` and the range of time. Every condition must hold. */
export interface Conditions {
  /** Facets of the thread itself. */
  readonly own: readonly Facet[]
  /**
   * Facets under the filter's analyzer key. A pending thread has none, so that these together with
   * `state: 'pending'` let nothing pass.
   */
  readonly keyed: readonly Facet[]
  /** `analyzed` also where a facet under the key is asked for. */
  readonly state?: 'pending' | 'analyzed'
}

/** The conditions of a filter that passes {@link checkFilter}. */
export function conditionsOf(filter: ThreadFilter): Conditions {
  const { userId: user, language, outcome, topic, facets = {} } = filter
  const named = Object.entries({ user, outcome, language, topic }).flatMap(([name, value]) =>
    value === undefined ? [] : [{ name, value }],
  )
  const asked = [...named, ...facetsAsked(facets)]
  const keyed = asked.filter(({ name }) => !isOwn(name))
  const state = filter.state ?? (keyed.length === 0 ? undefined : 'analyzed')
  const own = asked.filter(({ name }) => isOwn(name))
  return { own, keyed, ...(state === undefined ? {} : { state }) }
}

function isOwn(name: string): boolean {
  return Object.hasOwn(THREAD_FACETS, name)
}

/**
 * @throws HitCraftError INVALID_INPUT when a condition on analyses comes without an analyzer key, or for a
 *   state or facet that is none: taken for no condition it would let everything pass
 */
export function checkFilter(filter: ThreadFilter): void {
  const { analyzerKey, state, facets = {} } = filter
  const unknown = Object.keys(facets).find((name) => !isOwn(name) && !KEYED_FACETS.includes(name))
  if (unknown !== undefined) {
    const known = [...Object.keys(THREAD_FACETS), ...KEYED_FACETS].join(', ')
    const problem = `there is no facet ${JSON.stringify(unknown)}; there are ${known}`
    throw new HitCraftError('INVALID_INPUT', problem)
  }
  if (analyzerKey === undefined && conditionsOf(filter).state !== undefined) {
    throw new HitCraftError(
      'INVALID_INPUT',
      `state, ${KEYED_FACETS.join(', ')} are read from an analysis: name an analyzer key with them`,
    )
  }
  if (state !== undefined && state !== 'pending' && state !== 'analyzed') {
    throw new HitCraftError('INVALID_INPUT', 'state must be pending or analyzed')
  }
}

/** The order of lists, as a comparison. */
export function comparePositions(order: ThreadOrder, a: ThreadPosition, b: ThreadPosition): number {
  if (order === 'oldest') return comparePositions('newest', b, a)
  if (order === 'newest') {
    const x = a.lastMessageAt ?? ''
    const y = b.lastMessageAt ?? ''
    if (x !== y) return x > y ? -1 : 1
  }
  return compareIds(a.id, b.id)
}

/**
 * Whether a summary, with its analysis state and facets under the filter's key, passes all but `words`.
 * @param facets of the thread itself and under the key
 */
export function passesFilter(
  summary: ThreadSummary,
  facets: readonly Facet[],
  filter: ThreadFilter,
): boolean {
  const last = summary.lastMessageAt
  if (filter.from !== undefined && (last === undefined || last < filter.from)) return false
  if (filter.to !== undefined && (last === undefined || last >= filter.to)) return false
  const { own, keyed, state } = conditionsOf(filter)
  if (state !== undefined && summary.analysis?.state !== state) return false
  return [...own, ...keyed].every((asked) =>
    facets.some(({ name, value }) => name === asked.name && value === asked.value),
  )
}

const cursorSchema = z.union([
  z.tuple([z.enum(['newest', 'oldest']), z.string(), z.string()]),
  z.tuple([z.literal('id'), z.string()]),
])

export function encodeCursor(order: ThreadOrder, position: ThreadPosition): string {
  const fields =
    order === 'id' ? [order, position.id] : [order, position.lastMessageAt ?? '', position.id]
  return Buffer.from(JSON.stringify(fields)).toString('base64url')
}

/** @throws HitCraftError INVALID_INPUT for what is no cursor, or one of a list in another order. */
export function decodeCursor(order: ThreadOrder, cursor: string): ThreadPosition {
  let fields: unknown
  try {
    fields = JSON.parse(Buffer.from(cursor, 'base64url').toString())
  } catch (cause) {
    throw new HitCraftError('INVALID_INPUT', 'the cursor is damaged', { cause })
  }
  const parsed = cursorSchema.safeParse(fields)
  if (!parsed.success || parsed.data[0] !== order) {
    throw new HitCraftError('INVALID_INPUT', `the cursor is not of a list in the order "${order}"`)
  }
  if (parsed.data[0] === 'id') return { id: parsed.data[1] }
  const [, lastMessageAt, id] = parsed.data
  return lastMessageAt === '' ? { id } : { id, lastMessageAt }
}
