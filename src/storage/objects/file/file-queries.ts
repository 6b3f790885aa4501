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
import type { FileContext } from './file-context.ts'
import { ftsToken } from './catalog/catalog-schema.ts'
import { listSql } from './catalog/list-sql.ts'
import type { FileThreads } from './file-threads.ts'

/** Everything that the catalog answers. */
export class FileQueries {
  readonly #context: FileContext
  readonly #threads: FileThreads

  constructor(context: FileContext, threads: FileThreads) {
    this.#context = context
    this.#threads = threads
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
      count += isDecidedByTokens(search)
        ? rows.length
        : rows.filter((row) => this.#match(row, search) !== undefined).length
      after = rows.at(-1)
      if (rows.length < 1000) return count
    }
  }

  async listAnalyses(query: AnalysisListQuery): Promise<Page<AnalyzedSummary>> {
    if (query.state === 'pending') return { items: [] }
    const page = await this.#page({ ...query, state: 'analyzed' })
    const items = page.items.map(({ summary }): AnalyzedSummary => {
      const id = encodeKey(`${query.analyzerKey}\n${summary.id}`)
      const body = this.#context.catalog.one(
        "SELECT body FROM records WHERE kind = 'analysis' AND id = ?",
        id,
      )
      return { summary, analysis: JSON.parse(String(body?.['body'])) as Analysis }
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
      messageCount: (JSON.parse(String(row['summary'])) as ThreadSummary).messageCount,
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
    const total = Number(catalog.one('SELECT count(*) AS n FROM threads')?.['n'])
    const behind = Number(
      catalog.one('SELECT count(*) AS n FROM threads WHERE searchable = 0')?.['n'],
    )
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
      matches: async (rows, search) =>
        new Map(rows.map((row) => [row.id, this.#match(row, search)])),
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

  /** The match in a candidate, if it is one. */
  #match(row: ListRow, search: SearchQuery): Match | undefined {
    return matchIn(this.#threads.read(row.id), search)
  }
}

function matchText(search: SearchQuery): string {
  return requiredTokens(search)
    .map(({ token, prefix }) => `${ftsToken(token)}${prefix ? '*' : ''}`)
    .join(' AND ')
}
