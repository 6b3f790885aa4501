import { decodeKey, encodeKey } from '../../domain/values/ids.ts'
import { isDecidedByTokens, parseSearch, requiredTokens } from '../../domain/search/search-query.ts'
import type { SearchQuery } from '../../domain/search/search-query.ts'
import { checkedLimit, checkFilter } from '../../domain/thread/thread-query.ts'
import type { Page, ThreadFilter, ThreadListQuery } from '../../domain/thread/thread-query.ts'
import type { ThreadSummary } from '../../domain/thread/thread-summary.ts'
import { HitCraftError } from '../../errors/hitcraft-error.ts'
import type {
  AnalysisListQuery,
  AnalyzedSummary,
  IndexState,
  PendingQuery,
  PendingThread,
  SearchPage,
} from '../chat-store.ts'
import { listPage } from '../list-page.ts'
import type { Listed, ListPosition, ListRow, Match } from '../list-page.ts'
import { matchIn } from '../search-match.ts'
import type { Database } from './connection/database.ts'
import { countSql, foundSql, pageSql, wantsFound } from './list-sql.ts'
import type { ListQuery } from './list-sql.ts'
import { readThreads } from './postgres-threads.ts'
import { EVERY_ID, isPendingSql } from './rows/pending.ts'
import { RECORD_COLUMNS, recordOfRow } from './rows/record-row.ts'
import { IS_OURS } from './rows/thread-row.ts'

/** Threads that a search finds and that are then named one by one. */
const FEW = 200

/** Everything that is answered from summaries, states and the search index. */
export class PostgresQueries {
  readonly #db: Database

  constructor(db: Database) {
    this.#db = db
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
    return { ...page, items, index: await this.indexState() }
  }

  async countThreads(filter: ThreadFilter): Promise<number> {
    checkFilter(filter)
    const isSettled = await this.#isSettled(filter)
    const search = filter.words === undefined ? undefined : parseSearch(filter.words)
    if (search?.terms.length === 0) return 0
    if (search === undefined || isDecidedByTokens(search)) {
      const tokens = search === undefined ? {} : { tokens: requiredTokens(search) }
      const list = await this.#withFound({ filter, order: 'id', isSettled, ...tokens })
      const { sql, values } = countSql(this.#db, list)
      const [row] = await this.#db.rows(sql, values)
      return Number(row?.['n'])
    }
    let count = 0
    let after: ListPosition | undefined
    for (;;) {
      const rows = await this.#rows({ filter, order: 'id', isSettled }, search, after, 1000)
      count += (await this.#matches(rows, search)).size
      after = rows.at(-1)
      if (rows.length < 1000) return count
    }
  }

  async listAnalyses(query: AnalysisListQuery): Promise<Page<AnalyzedSummary>> {
    if (query.state === 'pending') return { items: [] }
    const page = await this.#page({ ...query, state: 'analyzed' })
    const ids = page.items.map(({ summary }) => encodeKey(`${query.analyzerKey}\n${summary.id}`))
    const rows = await this.#db.rows(
      `SELECT ${RECORD_COLUMNS} FROM ${this.#db.table('records')}
       WHERE kind = 'analysis' AND id = ANY($1)`,
      [ids],
    )
    const analyses = new Map(rows.map((row) => [row['id'], recordOfRow('analysis', row)]))
    const items = page.items.flatMap(({ summary }, index): AnalyzedSummary[] => {
      const analysis = analyses.get(ids[index] ?? '')
      return analysis === undefined ? [] : [{ summary, analysis }]
    })
    return { ...page, items }
  }

  async listPending(query: PendingQuery): Promise<readonly PendingThread[]> {
    const { after = '', analyzerKey } = query
    const threads = this.#db.table('threads')
    // The page first: a planner that walks the threads instead passes all that are analyzed.
    const rows = await this.#db.rows(
      `WITH known AS MATERIALIZED (
         SELECT coalesce(max(upto), '') AS upto FROM ${this.#db.table('analyzer_keys')} WHERE key = $1),
       noted AS (SELECT id FROM ${this.#db.table('pending')}
         WHERE key = $1 AND id > $2 ORDER BY id LIMIT $3),
       beyond AS (SELECT id FROM ${threads} t
         WHERE id > greatest($2, (SELECT upto FROM known)) AND ${IS_OURS} AND ${isPendingSql(this.#db, '$1')}
         ORDER BY id LIMIT $3),
       page AS MATERIALIZED (
         SELECT id FROM noted UNION ALL SELECT id FROM beyond ORDER BY id LIMIT $3)
       SELECT t.id, t.content_hash, t.summary FROM page
       JOIN ${threads} t ON t.id = page.id ORDER BY page.id`,
      [encodeKey(analyzerKey), encodeKey(after), checkedLimit(query.limit)],
    )
    return rows.map((row) => ({
      id: decodeKey(String(row['id'])),
      contentHash: String(row['content_hash']),
      messageCount: (JSON.parse(String(row['summary'])) as ThreadSummary).messageCount,
    }))
  }

  async countPending(analyzerKey: string): Promise<number> {
    const [row] = await this.#db.rows(
      `SELECT (threads - coalesce(
         (SELECT analyzed FROM ${this.#db.table('analyzer_keys')} WHERE key = $1), 0))::int AS n
       FROM ${this.#db.table('hitcraft_schema')}`,
      [encodeKey(analyzerKey)],
    )
    return Number(row?.['n'])
  }

  async indexState(): Promise<IndexState> {
    const [row] = await this.#db.rows(
      `SELECT (SELECT threads FROM ${this.#db.table('hitcraft_schema')})::int AS total,
         (SELECT count(*) FROM ${this.#db.table('unindexed')})::int AS behind`,
    )
    const total = Number(row?.['total'])
    const behind = Number(row?.['behind'])
    return { complete: behind === 0, indexed: Math.max(0, total - behind), total }
  }

  async #isSettled({ analyzerKey, state }: ThreadFilter): Promise<boolean> {
    if (analyzerKey === undefined || state !== 'pending') return false
    const rows = await this.#db.rows(
      `SELECT 1 AS n FROM ${this.#db.table('analyzer_keys')} WHERE key = $1 AND upto = $2`,
      [encodeKey(analyzerKey), EVERY_ID],
    )
    return rows.length > 0
  }

  async #page(query: ThreadListQuery): Promise<Page<Listed>> {
    const isSettled = await this.#isSettled(query)
    const list = { filter: query, order: query.order ?? 'newest', isSettled } as const
    return listPage(query, {
      rows: (search, after, limit) => this.#rows(list, search, after, limit),
      matches: (rows, search) => this.#matches(rows, search),
    })
  }

  async #rows(
    list: Pick<ListQuery, 'filter' | 'order' | 'isSettled'>,
    search: SearchQuery | undefined,
    after: ListPosition | undefined,
    limit: number,
  ): Promise<ListRow[]> {
    if (search?.terms.length === 0) return []
    const asked = await this.#withFound({
      ...list,
      ...(search === undefined ? {} : { tokens: requiredTokens(search) }),
      ...(after === undefined ? {} : { after }),
    })
    const { sql, values } = pageSql(this.#db, asked, limit)
    return this.#db.rows<ListRow>(sql, values)
  }

  async #withFound(list: ListQuery): Promise<ListQuery> {
    const { tokens } = list
    if (tokens === undefined || !wantsFound(list)) return list
    const { sql, values } = foundSql(this.#db, tokens, FEW + 1)
    const found = (await this.#db.rows(sql, values)).map(({ id }) => String(id))
    return found.length > FEW ? list : { ...list, found }
  }

  /** The candidates that do match, by encoded id. */
  async #matches(
    rows: readonly ListRow[],
    search: SearchQuery,
  ): Promise<ReadonlyMap<string, Match>> {
    const ids = rows.map(({ id }) => id)
    // A damaged one has no words to be found by; it keeps nobody from the others.
    const threads = await readThreads(this.#db, this.#db, ids, () => undefined)
    return new Map(
      ids.flatMap((id) => {
        const match = matchIn(threads.get(decodeKey(id)), search)
        return match === undefined ? [] : [[id, match] as const]
      }),
    )
  }
}
