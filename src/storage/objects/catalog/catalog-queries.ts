import { decodeKey, encodeKey } from '../../../domain/values/ids.ts'
import type { Analysis } from '../../../domain/analysis/analysis.ts'
import {
  isDecidedByTokens,
  parseSearch,
  requiredTokens,
} from '../../../domain/search/search-query.ts'
import type { SearchQuery } from '../../../domain/search/search-query.ts'
import { checkedLimit, checkFilter } from '../../../domain/thread/thread-query.ts'
import type {
  Page,
  ThreadFilter,
  ThreadListQuery,
  ThreadOrder,
} from '../../../domain/thread/thread-query.ts'
import type { ThreadSummary } from '../../../domain/thread/thread-summary.ts'
import { HitCraftError } from '../../../errors/hitcraft-error.ts'
import type {
  AnalysisListQuery,
  AnalyzedSummary,
  IndexState,
  PendingQuery,
  PendingThread,
  SearchPage,
} from '../../chat-store.ts'
import { listPage } from '../../list-page.ts'
import type { Listed, ListPosition, ListRow, Match } from '../../list-page.ts'
import { matchIn } from '../../search-match.ts'
import type { Thread } from '../../../domain/thread/thread.ts'
import type { Catalog } from './catalog.ts'
import type { CatalogWriter } from './catalog-writer.ts'
import { ftsToken } from './catalog-schema.ts'
import { listSql } from './list-sql.ts'
import { storedJson } from '../../core/stored-json.ts'

export interface CatalogSource {
  readonly catalog: Catalog
  readonly writer: CatalogWriter
  /** The threads under encoded ids, by those; what is not there is left out. */
  read(ids: readonly string[]): Promise<ReadonlyMap<string, Thread>>
  /** Threads that are known to be there and have not been taken in yet. */
  unread(): number
}

/** Everything that the catalog answers. */
export class CatalogQueries {
  readonly #context: CatalogSource

  constructor(context: CatalogSource) {
    this.#context = context
  }

  async listThreads(query: ThreadListQuery): Promise<Page<ThreadSummary>> {
    const page = await this.#page(query)
    return { ...page, items: page.items.map(({ summary }) => summary) }
  }

  async searchThreads(query: ThreadListQuery & { readonly words: string }): Promise<SearchPage> {
    if (typeof query.words !== 'string') {
      throw new HitCraftError('INVALID_INPUT', 'a search needs words')
    }
    const page = await this.#page(query)
    const items = page.items.flatMap(({ hit }) => hit ?? [])
    return { ...page, items, index: this.indexState() }
  }

  async countThreads(filter: ThreadFilter): Promise<number> {
    checkFilter(filter)
    await this.#know(filter)
    const search = filter.words === undefined ? undefined : parseSearch(filter.words)
    if (search === undefined) {
      const { sql, values } = listSql(filter, 'id')
      return Number(this.#context.catalog.one(`SELECT count(*) AS n ${sql}`, ...values)?.['n'])
    }
    let count = 0
    let after: ListPosition | undefined
    for (;;) {
      const rows = this.#rows(filter, search, 'id', after, 1000)
      count += isDecidedByTokens(search) ? rows.length : (await this.#matches(rows, search)).size
      after = rows.at(-1)
      if (rows.length < 1000) return count
    }
  }

  async listAnalyses(query: AnalysisListQuery): Promise<Page<AnalyzedSummary>> {
    if (query.state === 'pending') return { items: [] }
    const page = await this.#page({ ...query, state: 'analyzed' })
    const items = page.items.flatMap(({ summary }): AnalyzedSummary[] => {
      const id = encodeKey(`${query.analyzerKey}\n${summary.id}`)
      const body = this.#context.catalog.one(
        "SELECT body FROM records WHERE kind = 'analysis' AND id = ?",
        id,
      )
      // Erased since the page was asked for.
      if (body === undefined) return []
      return [{ summary, analysis: storedJson(body['body']) as Analysis }]
    })
    return { ...page, items }
  }

  async listPending(query: PendingQuery): Promise<readonly PendingThread[]> {
    const limit = checkedLimit(query.limit)
    await this.#know({ analyzerKey: query.analyzerKey })
    const rows = this.#context.catalog.all(
      `SELECT t.id, t.content_hash, t.summary FROM pending p JOIN threads t ON t.id = p.id
       WHERE p.key = ? AND p.id > ? ORDER BY p.id LIMIT ?`,
      query.analyzerKey,
      encodeKey(query.after ?? ''),
      limit,
    )
    return rows.map((row) => ({
      id: decodeKey(String(row['id'])),
      contentHash: String(row['content_hash']),
      messageCount: (storedJson(row['summary']) as ThreadSummary).messageCount,
    }))
  }

  async countPending(analyzerKey: string): Promise<number> {
    await this.#know({ analyzerKey })
    const row = this.#context.catalog.one(
      'SELECT count(*) AS n FROM pending WHERE key = ?',
      analyzerKey,
    )
    return Number(row?.['n'])
  }

  indexState(): IndexState {
    const { catalog } = this.#context
    const unread = this.#context.unread()
    const total = Number(catalog.one('SELECT count(*) AS n FROM threads')?.['n']) + unread
    const behind =
      Number(catalog.one('SELECT count(*) AS n FROM threads WHERE searchable = 0')?.['n']) + unread
    return { complete: behind === 0, indexed: total - behind, total }
  }

  /** A key that was never asked about gets its states first. */
  async #know({ analyzerKey }: { readonly analyzerKey?: string }): Promise<void> {
    const { catalog, writer } = this.#context
    if (analyzerKey === undefined) return
    if (catalog.one('SELECT 1 FROM analyzer_keys WHERE key = ?', analyzerKey) !== undefined) return
    await catalog.write(() => writer.analyzerKey(analyzerKey))
  }

  async #page(query: ThreadListQuery): Promise<Page<Listed>> {
    await this.#know(query)
    return listPage(query, {
      rows: async (search, after, limit) =>
        this.#rows(query, search, query.order ?? 'newest', after, limit),
      matches: (rows, search) => this.#matches(rows, search),
    })
  }

  #rows(
    filter: ThreadFilter,
    search: SearchQuery | undefined,
    order: ThreadOrder,
    after: ListPosition | undefined,
    limit: number,
  ): ListRow[] {
    if (search !== undefined && search.terms.length === 0) return []
    const match = search === undefined ? undefined : matchText(search)
    const { sql, values, orderBy, columns } = listSql(filter, order, match, after)
    const rows = this.#context.catalog.all(
      `SELECT ${columns} ${sql} ORDER BY ${orderBy} LIMIT ?`,
      ...values,
      limit,
    )
    return rows.map(({ id, last, summary, labels }) => ({
      id: String(id),
      last: String(last),
      summary: String(summary),
      labels: labels === null ? null : String(labels),
    }))
  }

  /** The candidates that do match, by encoded id. */
  async #matches(
    rows: readonly ListRow[],
    search: SearchQuery,
  ): Promise<ReadonlyMap<string, Match>> {
    const threads = await this.#context.read(rows.map(({ id }) => id))
    return new Map(
      rows.flatMap(({ id }) => {
        const match = matchIn(threads.get(id), search)
        return match === undefined ? [] : [[id, match] as const]
      }),
    )
  }
}

function matchText(search: SearchQuery): string {
  return requiredTokens(search)
    .map(({ token, prefix }) => `${ftsToken(token)}${prefix ? '*' : ''}`)
    .join(' AND ')
}
