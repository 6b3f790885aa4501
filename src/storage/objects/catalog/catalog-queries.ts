import type { Analysis } from '../../../domain/analysis/analysis.ts'
import { requiredTokens } from '../../../domain/search/search-query.ts'
import type { SearchQuery } from '../../../domain/search/search-query.ts'
import { checkedLimit } from '../../../domain/thread/thread-query.ts'
import type { ThreadFilter } from '../../../domain/thread/thread-query.ts'
import type { Thread } from '../../../domain/thread/thread.ts'
import { decodeKey, encodeKey } from '../../../domain/values/ids.ts'
import type { IndexState, PendingQuery, PendingThread } from '../../chat-store.ts'
import type { ListEngine, ListRow, RowsQuestion } from '../../core/lists/thread-lists.ts'
import { intOf, maybeTextOf, textOf } from '../../core/row-reader.ts'
import { storedSummary } from '../../core/stored-json.ts'
import type { Catalog } from './catalog.ts'
import { recordOfRow } from './catalog-records.ts'
import { ftsToken } from './catalog-schema.ts'
import { countOf } from './listing/counters.ts'
import { listSql } from './listing/list-sql.ts'

export interface CatalogSource {
  readonly catalog: Catalog
  /** As `ListEngine.read`. */
  read(ids: readonly string[]): Promise<ReadonlyMap<string, Thread>>
  /** Threads that are known to be there and have not been taken in yet. */
  unread(): number
}

const LABELS = '(SELECT labels FROM analyzed l WHERE l.id = t.id AND l.key = ?)'

/** What the catalog answers. */
export class CatalogQueries implements ListEngine {
  readonly #context: CatalogSource

  constructor(context: CatalogSource) {
    this.#context = context
  }

  read(ids: readonly string[]): Promise<ReadonlyMap<string, Thread>> {
    return this.#context.read(ids)
  }

  async rows({ filter, order, search, after, limit }: RowsQuestion): Promise<ListRow[]> {
    const { catalog } = this.#context
    const match = search === undefined ? undefined : matchText(search)
    const list = listSql(catalog, filter, order, match, after)
    if (list === undefined) return []
    const { analyzerKey } = filter
    const labelled = analyzerKey !== undefined && filter.state !== 'pending'
    const rows = catalog.all(
      `SELECT t.id, t.last, t.summary, ${labelled ? LABELS : 'NULL'} AS labels
       ${list.withThreads} ORDER BY ${list.orderBy} LIMIT ?`,
      ...(labelled ? [encodeKey(analyzerKey)] : []),
      ...list.values,
      limit,
    )
    return rows.map((row) => ({
      id: textOf(row, 'id'),
      last: textOf(row, 'last'),
      summary: textOf(row, 'summary'),
      labels: maybeTextOf(row, 'labels') ?? null,
    }))
  }

  async count(filter: ThreadFilter, search?: SearchQuery): Promise<number> {
    const { catalog } = this.#context
    const match = search === undefined ? undefined : matchText(search)
    const list = listSql(catalog, filter, 'newest', match)
    if (list === undefined) return 0
    return intOf(catalog.one(`SELECT count(*) AS n ${list.sql}`, ...list.values), 'n')
  }

  async analyses(ids: readonly string[]): Promise<ReadonlyMap<string, Analysis>> {
    const rows = this.#context.catalog.all(
      `SELECT id, body FROM records
       WHERE kind = 'analysis' AND id IN (SELECT value FROM json_each(?))`,
      JSON.stringify(ids.map(encodeKey)),
    )
    return new Map(rows.map((row) => [decodeKey(textOf(row, 'id')), recordOfRow('analysis', row)]))
  }

  async listPending(query: PendingQuery): Promise<readonly PendingThread[]> {
    const { analyzerKey, after = '' } = query
    const limit = checkedLimit(query.limit)
    // Without this a key that was settled by an erasure would be looked through to its end.
    if ((await this.countPending(analyzerKey)) === 0) return []
    const filter = { analyzerKey, state: 'pending' } as const
    const position = { id: encodeKey(after), last: '' }
    const rows = await this.rows({ filter, order: 'id', after: position, limit })
    return rows.map((row) => {
      const { id, contentHash, messageCount } = storedSummary(row.summary)
      return { id, contentHash, messageCount }
    })
  }

  async countPending(analyzerKey: string): Promise<number> {
    const { catalog } = this.#context
    return countOf(catalog, 'threads') - countOf(catalog, `analyzed ${encodeKey(analyzerKey)}`)
  }

  indexState(): IndexState {
    const { catalog } = this.#context
    const unread = this.#context.unread()
    const total = countOf(catalog, 'threads') + unread
    const row = catalog.one('SELECT count(*) AS n FROM threads WHERE searchable = 0') ?? {}
    const behind = intOf(row, 'n') + unread
    return { complete: behind === 0, indexed: total - behind, total }
  }
}

function matchText(search: SearchQuery): string {
  return requiredTokens(search)
    .map(({ token, prefix }) => `${ftsToken(token)}${prefix ? '*' : ''}`)
    .join(' AND ')
}
