import type { ThreadListQuery } from '../../../domain/thread/thread-query.ts'
import { encodeCursor } from '../../../domain/thread/thread-query.ts'
import type { ThreadSummary } from '../../../domain/thread/thread-summary.ts'
import { compareIds, justBefore } from '../../../domain/values/ids.ts'
import type { ChatStore } from '../../../storage/chat-store.ts'

/** Rows around an id: few, as they begin right before it. */
const AROUND = 20

/** The cursor behind an id in the order of ids. */
export function behind(id: string): { readonly cursor?: string } {
  return { cursor: encodeCursor('id', { id }) }
}

/** The rows of a thread on a list, in the order of ids: one, none, or more where it is listed twice. */
export async function rowsOf(
  list: (query: ThreadListQuery) => Promise<{ items: readonly ThreadSummary[]; next?: string }>,
  filter: ThreadListQuery,
  id: string,
): Promise<ThreadSummary[]> {
  const rows: ThreadSummary[] = []
  let place = behind(justBefore(id))
  for (;;) {
    const { items, next } = await list({ ...filter, order: 'id', limit: AROUND, ...place })
    rows.push(...items.filter((row) => row.id === id))
    const last = items.at(-1)
    if (next === undefined || last === undefined || compareIds(last.id, id) > 0) return rows
    place = { cursor: next }
  }
}

/** Whether a thread stands at its place in an order by time. */
export async function standsIn(
  store: ChatStore,
  order: 'newest' | 'oldest',
  { id, lastMessageAt }: ThreadSummary,
): Promise<boolean> {
  const time = lastMessageAt === undefined ? {} : { lastMessageAt }
  // The newest come by ascending ids among those of one time, the oldest by descending ones.
  const before = order === 'newest' ? justBefore(id) : `${id}\0`
  const isBeyond = (row: ThreadSummary) =>
    row.lastMessageAt !== lastMessageAt ||
    (order === 'newest' ? compareIds(row.id, id) > 0 : compareIds(row.id, id) < 0)
  let cursor = encodeCursor(order, { id: before, ...time })
  for (;;) {
    const { items, next } = await store.listThreads({ order, limit: AROUND, cursor })
    for (const row of items) {
      if (row.id === id) return true
      if (isBeyond(row)) return false
    }
    if (next === undefined) return false
    cursor = next
  }
}
