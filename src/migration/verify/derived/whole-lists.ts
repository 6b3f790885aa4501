import { comparePositions } from '../../../domain/thread/thread-query.ts'
import type { ThreadFilter, ThreadOrder } from '../../../domain/thread/thread-query.ts'
import type { ThreadSummary } from '../../../domain/thread/thread-summary.ts'
import type { ChatStore } from '../../../storage/chat-store.ts'
import { pagesOf } from '../../../storage/walk.ts'
import { IdSum } from './tally.ts'
import type { Tallied } from './tally.ts'

const PAGE = 1000
/** A list that is no longer is read and not only counted. */
const SHORT = 500

/** What a list holds. */
export interface ListedIds {
  readonly ids: IdSum
  /** Rows that stand before one that should come earlier, or that come twice in a row. */
  readonly displaced: readonly string[]
}

export interface ReadListOptions {
  /** Whether a thread counts. Default: each does. */
  readonly isOurs?: ((id: string) => boolean) | undefined
  /** Told of each that counts. */
  readonly met?: (id: string) => void
}

/** Reads a list to its end. */
export async function readList(
  store: ChatStore,
  filter: ThreadFilter,
  order: ThreadOrder,
  { isOurs = () => true, met }: ReadListOptions = {},
): Promise<ListedIds> {
  const ids = new IdSum()
  const displaced: string[] = []
  let before: ThreadSummary | undefined
  const pages = pagesOf((place) => store.listThreads({ ...filter, order, limit: PAGE, ...place }))
  for await (const page of pages) {
    for (const row of page) {
      const last = before
      before = row
      if (!isOurs(row.id)) continue
      ids.add(row.id)
      met?.(row.id)
      if (last !== undefined && comparePositions(order, last, row) >= 0) displaced.push(row.id)
    }
  }
  return { ids, displaced }
}

/**
 * Whether a list holds just the threads that it should: a short one is read, of a long one the count is compared. Where only some
 * threads count, of a long one it is known no more than that it has not too few.
 *
 * @param isDeep reads all of it
 */
export async function holdsAll(
  store: ChatStore,
  { condition: { filter }, ids }: Tallied,
  { isDeep, isOurs }: { readonly isDeep: boolean } & Pick<ReadListOptions, 'isOurs'>,
): Promise<boolean> {
  const count = await store.countThreads(filter)
  if (isOurs === undefined ? count !== ids.count : count < ids.count) return false
  if (!isDeep && count > SHORT) return true
  const listed = await readList(store, filter, isDeep ? 'newest' : 'id', { isOurs })
  return listed.displaced.length === 0 && listed.ids.equals(ids)
}
