import { encodeKey } from '../../../domain/values/ids.ts'
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
import { ftsToken } from './catalog-schema.ts'
import { countOf } from './listing/counters.ts'
import { listSql } from './listing/list-sql.ts'
import { storedJson } from '../../core/stored-json.ts'

export interface CatalogSource {
  readonly catalog: Catalog
  /** The threads under encoded ids, by those; what is not there is left out. */
  read(ids: readonly string[]): Promise<ReadonlyMap<string, Thread>>
  /** Threads that are known to be there and have not been taken in yet. */
  unread(): number
}

const LABELS = '(SELECT labels FROM analyzed l WHERE l.id = t.id AND l.key = ?)'

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
    const { catalog } = this.#context
    const search = filter.words === undefined ? undefined : parseSearch(filter.words)
    if (search === undefined) {
      const list = listSql(catalog, filter, 'newest')
      if (list === undefined) return 0
      return Number(catalog.one(`SELECT count(*) AS n ${list.sql}`, ...list.values)?.['n'])
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
    const { analyzerKey, after = '' } = query
    const limit = checkedLimit(query.limit)
    // Without this a key that was settled by an erasure would be looked through to its end.
    if ((await this.countPending(analyzerKey)) === 0) return []
    const position = { id: encodeKey(after), last: '' }
    const filter = { analyzerKey, state: 'pending' } as const
    const rows = this.#rows(filter, undefined, 'id', position, limit)
    return rows.map((row) => {
      const { id, contentHash, messageCount } = storedJson(row.summary) as ThreadSummary
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
    const behind =
      Number(catalog.one('SELECT count(*) AS n FROM threads WHERE searchable = 0')?.['n']) + unread
    return { complete: behind === 0, indexed: total - behind, total }
  }

  async #page(query: ThreadListQuery): Promise<Page<Listed>> {
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
    const { catalog } = this.#context
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
