import { encodeKey } from '../../../domain/values/ids.ts'
import { parseSearch } from '../../../domain/search/search-query.ts'
import type { SearchQuery, SearchSpan } from '../../../domain/search/search-query.ts'
import {
  checkedLimit,
  checkFilter,
  decodeCursor,
  encodeCursor,
} from '../../../domain/thread/thread-query.ts'
import type { Page, ThreadListQuery } from '../../../domain/thread/thread-query.ts'
import type { ThreadSummary } from '../../../domain/thread/thread-summary.ts'
import type { SearchHit } from '../../chat-store.ts'
import { storedLabels, storedSummary } from '../stored-json.ts'

/** Where a list stands: what the next rows must come behind. */
export interface ListPosition {
  /** Encoded. */
  readonly id: string
  /** `''` for a thread without times. */
  readonly last: string
}

/** A thread as an indexed backend lists it. */
export interface ListRow extends ListPosition {
  /** JSON of the summary. */
  readonly summary: string
  /** JSON of the labels under the query's analyzer key; null where it is pending or no key is named. */
  readonly labels: string | null
}

export type Match = SearchSpan & { readonly match: string }

/** What an indexed backend can do: rows in the order of the query, and looking into their threads. */
export interface ListSource {
  /** The next rows that pass; of a search those that its index holds for possible. */
  rows(
    search: SearchQuery | undefined,
    after: ListPosition | undefined,
    limit: number,
  ): Promise<readonly ListRow[]>
  /** Of candidates those that do match, by encoded id. */
  matches(
    rows: readonly ListRow[],
    search: SearchQuery,
  ): Promise<ReadonlyMap<string, Match | undefined>>
}

export interface Listed {
  readonly summary: ThreadSummary
  readonly hit?: SearchHit
}

/** Candidates that are looked into at once while a search is narrowed down. */
const CANDIDATES = 200

/** One page by keyset; a search reads on until it is full. */
export async function listPage(query: ThreadListQuery, source: ListSource): Promise<Page<Listed>> {
  checkFilter(query)
  const order = query.order ?? 'newest'
  const limit = checkedLimit(query.limit)
  const search = query.words === undefined ? undefined : parseSearch(query.words)
  let after = query.cursor === undefined ? undefined : positionOf(query)
  const listed: Listed[] = []
  const chunk = search === undefined ? limit + 1 : Math.max(CANDIDATES, limit + 1)
  while (listed.length <= limit && search?.terms.length !== 0) {
    const rows = await source.rows(search, after, chunk)
    const matches = search === undefined ? undefined : await source.matches(rows, search)
    for (const row of rows) {
      const summary = summaryOf(row, query.analyzerKey)
      const match = matches?.get(row.id)
      if (matches !== undefined && match === undefined) continue
      listed.push(match === undefined ? { summary } : { summary, hit: { ...summary, ...match } })
      if (listed.length > limit) break
    }
    after = rows.at(-1)
    if (rows.length < chunk) break
  }
  const items = listed.slice(0, limit)
  const last = items.at(-1)?.summary
  const next = listed.length > limit && last !== undefined ? encodeCursor(order, last) : undefined
  return { items, ...(next === undefined ? {} : { next }) }
}

function positionOf({ order = 'newest', cursor = '' }: ThreadListQuery): ListPosition {
  const { id, lastMessageAt } = decodeCursor(order, cursor)
  return { id: encodeKey(id), last: lastMessageAt ?? '' }
}

function summaryOf(row: ListRow, analyzerKey: string | undefined): ThreadSummary {
  const summary = storedSummary(row.summary)
  if (analyzerKey === undefined) return summary
  if (row.labels === null) return { ...summary, analysis: { state: 'pending' } }
  return { ...summary, analysis: { state: 'analyzed', ...storedLabels(row.labels) } }
}
