import { decodeKey, encodeKey } from '../../domain/values/ids.ts'
import { isDecidedByTokens, parseSearch, requiredTokens } from '../../domain/search/search-query.ts'
import type { SearchQuery } from '../../domain/search/search-query.ts'
import { checkedLimit, checkFilter } from '../../domain/thread/thread-query.ts'
import type { Page, ThreadFilter, ThreadListQuery } from '../../domain/thread/thread-query.ts'
import type { ThreadSummary } from '../../domain/thread/thread-summary.ts'
import { HitCraftError, isHitCraftError } from '../../errors/hitcraft-error.ts'
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
import { foundSql, listSql, wantsFound } from './list-sql.ts'
import type { ListQuery, ListSql } from './list-sql.ts'
import { readThreads } from './postgres-threads.ts'
import { RECORD_COLUMNS, recordOfRow } from './rows/record-row.ts'
import { addAnalyzerKeys } from './rows/restate.ts'
import { lockWriters } from './schema.ts'

/** Threads that a search finds and that are then named one by one. */
const FEW = 200

/** Everything that is answered from summaries, states and the search index. */
export class PostgresQueries {
  readonly #db: Database
  readonly #known = new Set<string>()

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
    const hasStates = await this.#know(filter.analyzerKey)
    const search = filter.words === undefined ? undefined : parseSearch(filter.words)
    if (search?.terms.length === 0) return 0
    if (search === undefined || isDecidedByTokens(search)) {
      const tokens = search === undefined ? {} : { tokens: requiredTokens(search) }
      const { sql, values } = await this.#sql({ filter, order: 'id', hasStates, ...tokens })
      const [row] = await this.#db.rows(`SELECT count(*)::int AS n ${sql}`, values)
      return Number(row?.['n'])
    }
    let count = 0
    let after: ListPosition | undefined
    for (;;) {
      const rows = await this.#rows({ filter, order: 'id', hasStates }, search, after, 1000)
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
    const limit = checkedLimit(query.limit)
    const hasStates = await this.#know(query.analyzerKey)
    const threads = this.#db.table('threads')
    const rows = hasStates
      ? await this.#db.rows(
          // The page first: a planner that walks the threads instead passes all that are analyzed.
          `WITH page AS MATERIALIZED (SELECT id FROM ${this.#db.table('pending')}
             WHERE key = $1 AND id > $2 ORDER BY id LIMIT $3)
           SELECT t.id, t.content_hash, t.summary FROM page
           JOIN ${threads} t ON t.id = page.id ORDER BY page.id`,
          [encodeKey(query.analyzerKey), encodeKey(query.after ?? ''), limit],
        )
      : await this.#db.rows(
          `SELECT id, content_hash, summary FROM ${threads}
           WHERE id > $1 AND body_hash IS NOT NULL ORDER BY id LIMIT $2`,
          [encodeKey(query.after ?? ''), limit],
        )
    return rows.map((row) => ({
      id: decodeKey(String(row['id'])),
      contentHash: String(row['content_hash']),
      messageCount: (JSON.parse(String(row['summary'])) as ThreadSummary).messageCount,
    }))
  }

  async countPending(analyzerKey: string): Promise<number> {
    if (!(await this.#know(analyzerKey))) return this.countThreads({})
    const [row] = await this.#db.rows(
      `SELECT count(*)::int AS n FROM ${this.#db.table('pending')} WHERE key = $1`,
      [encodeKey(analyzerKey)],
    )
    return Number(row?.['n'])
  }

  async indexState(): Promise<IndexState> {
    const [row] = await this.#db.rows(
      `SELECT (SELECT threads FROM ${this.#db.table('hitcraft_schema')})::int AS total,
         (SELECT count(*) FROM ${this.#db.table('threads')} 
           WHERE NOT searchable AND body_hash IS NOT NULL)::int AS behind`,
    )
    const total = Number(row?.['total'])
    const behind = Number(row?.['behind'])
    return { complete: behind === 0, indexed: Math.max(0, total - behind), total }
  }

  /**
   * A key that was never asked about gets its states first.
   * @returns whether it has them: a role that may only read cannot make them, and then every thread is
   *   pending, as whoever stores an analysis under a key makes them
   */
  async #know(key: string | undefined): Promise<boolean> {
    if (key === undefined || this.#known.has(key)) return true
    const found = await this.#db.rows(
      `SELECT 1 AS n FROM ${this.#db.table('analyzer_keys')} WHERE key = $1`,
      [encodeKey(key)],
    )
    if (found.length === 0) {
      try {
        await this.#db.transaction(async (sql) => {
          await sql.rows(lockWriters(this.#db), [], 'locks')
          await addAnalyzerKeys(this.#db, sql, [key])
        })
      } catch (error) {
        if (isHitCraftError(error, 'PERMISSION')) return false
        throw error
      }
    }
    this.#known.add(key)
    return true
  }

  async #page(query: ThreadListQuery): Promise<Page<Listed>> {
    const hasStates = await this.#know(query.analyzerKey)
    const list = { filter: query, order: query.order ?? 'newest', hasStates } as const
    return listPage(query, {
      rows: (search, after, limit) => this.#rows(list, search, after, limit),
      matches: (rows, search) => this.#matches(rows, search),
    })
  }

  async #rows(
    list: Pick<ListQuery, 'filter' | 'order' | 'hasStates'>,
    search: SearchQuery | undefined,
    after: ListPosition | undefined,
    limit: number,
  ): Promise<ListRow[]> {
    if (search?.terms.length === 0) return []
    const { sql, values, orderBy, columns } = await this.#sql({
      ...list,
      ...(search === undefined ? {} : { tokens: requiredTokens(search) }),
      ...(after === undefined ? {} : { after }),
    })
    return this.#db.rows<ListRow>(
      `SELECT ${columns} ${sql} ORDER BY ${orderBy} LIMIT $${values.length + 1}`,
      [...values, limit],
    )
  }

  async #sql(list: ListQuery): Promise<ListSql> {
    const { tokens } = list
    if (tokens === undefined || !wantsFound(list)) return listSql(this.#db, list)
    const { sql, values } = foundSql(this.#db, tokens, FEW + 1)
    const found = (await this.#db.rows(sql, values)).map(({ id }) => String(id))
    return listSql(this.#db, { ...list, ...(found.length > FEW ? {} : { found }) })
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
