import { idOfRecord } from '../domain/records.ts'
import type { RecordKind, RecordTypes } from '../domain/records.ts'
import type { Page, ThreadFilter } from '../domain/thread/thread-query.ts'
import type { ChatStore, PendingThread } from './chat-store.ts'

/** Asks for the page that a cursor names; the first one without. */
type AskPage<T> = (cursor: { readonly cursor?: string }) => Promise<Page<T>>

/** All pages of a list, each as it is asked for. */
export async function* pagesOf<T>(ask: AskPage<T>): AsyncGenerator<readonly T[]> {
  let cursor: string | undefined
  do {
    const page = await ask(cursor === undefined ? {} : { cursor })
    yield page.items
    cursor = page.next
  } while (cursor !== undefined)
}

/** The same with the next page on its way while one is looked at, for a walk that changes nothing itself. */
export async function* pagesAhead<T>(ask: AskPage<T>): AsyncGenerator<readonly T[]> {
  let asked: Promise<Page<T>> | undefined = ask({})
  while (asked !== undefined) {
    const page: Page<T> = await asked
    asked = page.next === undefined ? undefined : ask({ cursor: page.next })
    // It is told when the page is waited for, if anybody gets that far.
    asked?.catch(() => undefined)
    yield page.items
  }
}

/** The ids of all threads that pass, by id. @param limit ids in a page, 1 to 1,000 */
export async function* idPages(
  store: Pick<ChatStore, 'listThreads'>,
  filter: ThreadFilter,
  limit = 1000,
): AsyncGenerator<readonly string[]> {
  const pages = pagesOf((cursor) => store.listThreads({ ...filter, order: 'id', limit, ...cursor }))
  for await (const summaries of pages) yield summaries.map(({ id }) => id)
}

const PENDING = 1000

/**
 * What is pending under a key, by id, each page as it is asked for.
 * @param from.after an id that it begins behind; default: it begins with the first
 * @param from.limit threads that are asked for at once, 1 to 1,000; default 1,000
 */
export async function* pendingPages(
  store: Pick<ChatStore, 'listPending'>,
  analyzerKey: string,
  from: { readonly after?: string; readonly limit?: number } = {},
): AsyncGenerator<readonly PendingThread[]> {
  const { limit = PENDING } = from
  let { after } = from
  do {
    const place = after === undefined ? {} : { after }
    const page = await store.listPending({ analyzerKey, limit, ...place })
    yield page
    after = page.length < limit ? undefined : page.at(-1)?.id
  } while (after !== undefined)
}

const RECORDS = 200

/**
 * Every record of a kind, by id, or from the greatest downward.
 * @param order.limit records that are asked for at once, 1 to 1,000; default 200
 */
export async function* allRecords<K extends RecordKind>(
  store: Pick<ChatStore, 'listRecords'>,
  kind: K,
  order: { readonly descending?: boolean; readonly limit?: number } = {},
): AsyncGenerator<RecordTypes[K]> {
  const { limit = RECORDS } = order
  let after: string | undefined
  do {
    const place = after === undefined ? {} : { after }
    const records = await store.listRecords(kind, { ...order, ...place, limit })
    yield* records
    const last = records.length < limit ? undefined : records.at(-1)
    after = last === undefined ? undefined : idOfRecord(kind, last)
  } while (after !== undefined)
}
