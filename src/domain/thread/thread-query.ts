import { z } from 'zod'
import { HitCraftError } from '../../errors/hitcraft-error.ts'
import type { Outcome } from '../analysis/analysis.ts'
import { compareIds } from '../values/ids.ts'
import type { ThreadSummary } from './thread-summary.ts'

/** Which threads. Every given condition must hold. */
export interface ThreadFilter {
  /** As a person types it; see `parseSearch`. */
  readonly words?: string
  /** By last message: from inclusive, to exclusive; ISO 8601, UTC, milliseconds. */
  readonly from?: string
  readonly to?: string
  readonly userId?: string
  /** The next four are read from the analysis under this key; without a key they are refused. */
  readonly analyzerKey?: string
  readonly state?: 'pending' | 'analyzed'
  readonly language?: string
  readonly outcome?: Outcome
  readonly topic?: string
}

/** `newest` (default): newest last message first, ties by id, threads without times last. */
export type ThreadOrder = 'newest' | 'id'

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

/**
 * @throws HitCraftError INVALID_INPUT when a condition on analyses comes without an analyzer key, or for a
 *   state that is none: taken for no condition it would let everything pass
 */
export function checkFilter(filter: ThreadFilter): void {
  const { analyzerKey, state, language, outcome, topic } = filter
  if (analyzerKey === undefined && (state ?? language ?? outcome ?? topic) !== undefined) {
    throw new HitCraftError(
      'INVALID_INPUT',
      'state, language, outcome and topic are read from an analysis: name an analyzer key with them',
    )
  }
  if (state !== undefined && state !== 'pending' && state !== 'analyzed') {
    throw new HitCraftError('INVALID_INPUT', 'state must be pending or analyzed')
  }
}

/** The order of lists, as a comparison. */
export function comparePositions(order: ThreadOrder, a: ThreadPosition, b: ThreadPosition): number {
  if (order === 'newest') {
    const x = a.lastMessageAt ?? ''
    const y = b.lastMessageAt ?? ''
    if (x !== y) return x > y ? -1 : 1
  }
  return compareIds(a.id, b.id)
}

/** Whether a summary, with its analysis state under the filter's key, passes all but `words`. */
export function passesFilter(summary: ThreadSummary, filter: ThreadFilter): boolean {
  const last = summary.lastMessageAt
  if (filter.from !== undefined && (last === undefined || last < filter.from)) return false
  if (filter.to !== undefined && (last === undefined || last >= filter.to)) return false
  if (filter.userId !== undefined && !summary.userIds.includes(filter.userId)) return false
  const labels = summary.analysis
  if (filter.state !== undefined && labels?.state !== filter.state) return false
  for (const field of ['language', 'outcome', 'topic'] as const) {
    if (filter[field] === undefined) continue
    if (labels?.state !== 'analyzed' || labels[field] !== filter[field]) return false
  }
  return true
}

const cursorSchema = z.union([
  z.tuple([z.literal('newest'), z.string(), z.string()]),
  z.tuple([z.literal('id'), z.string()]),
])

export function encodeCursor(order: ThreadOrder, position: ThreadPosition): string {
  const fields =
    order === 'newest' ? [order, position.lastMessageAt ?? '', position.id] : [order, position.id]
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
