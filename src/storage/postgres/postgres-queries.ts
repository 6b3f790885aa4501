import type { Analysis } from '../../domain/analysis/analysis.ts'
import { requiredTokens } from '../../domain/search/search-query.ts'
import type { SearchQuery } from '../../domain/search/search-query.ts'
import { checkedLimit } from '../../domain/thread/thread-query.ts'
import type { ThreadFilter } from '../../domain/thread/thread-query.ts'
import type { ThreadSummary } from '../../domain/thread/thread-summary.ts'
import type { Thread } from '../../domain/thread/thread.ts'
import { decodeKey, encodeKey } from '../../domain/values/ids.ts'
import type { IndexState, PendingQuery, PendingThread } from '../chat-store.ts'
import type { ListEngine, RowsQuestion } from '../core/lists/thread-lists.ts'
import type { ListRow } from '../list-page.ts'
import type { Database } from './connection/database.ts'
import { countSql, foundSql, pageSql, wantsFound } from './list-sql.ts'
import type { ListQuery } from './list-sql.ts'
import { readThreads } from './postgres-threads.ts'
import { EVERY_ID, isPendingSql } from './rows/pending.ts'
import { RECORD_COLUMNS, recordOfRow } from './rows/record-row.ts'
import { IS_OURS } from './rows/thread-row.ts'

/** Threads that a search finds and that are then named one by one. */
const FEW = 200

/** What the tables of summaries, states and tokens answer. */
export class PostgresQueries implements ListEngine {
  readonly #db: Database

  constructor(db: Database) {
    this.#db = db
  }

  async rows(question: RowsQuestion): Promise<ListRow[]> {
    const { filter, order, after, limit } = question
    const asked = await this.#asked({ filter, order, ...(after && { after }) }, question.search)
    const { sql, values } = pageSql(this.#db, asked, limit)
    return this.#db.rows<ListRow>(sql, values)
  }

  async count(filter: ThreadFilter, search?: SearchQuery): Promise<number> {
    const { sql, values } = countSql(this.#db, await this.#asked({ filter, order: 'id' }, search))
    const [row] = await this.#db.rows(sql, values)
    return Number(row?.['n'])
  }

  async read(ids: readonly string[]): Promise<ReadonlyMap<string, Thread>> {
    // A damaged one has no words to be found by; it keeps nobody from the others.
    const threads = await readThreads(this.#db, this.#db, ids, () => undefined)
    return new Map([...threads].map(([id, thread]) => [encodeKey(id), thread]))
  }

  async analyses(ids: readonly string[]): Promise<ReadonlyMap<string, Analysis>> {
    const rows = await this.#db.rows(
      `SELECT ${RECORD_COLUMNS} FROM ${this.#db.table('records')}
       WHERE kind = 'analysis' AND id = ANY($1)`,
      [ids.map(encodeKey)],
    )
    return new Map(rows.map((row) => [decodeKey(String(row['id'])), recordOfRow('analysis', row)]))
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

  async #asked(
    list: Pick<ListQuery, 'filter' | 'order' | 'after'>,
    search: SearchQuery | undefined,
  ): Promise<ListQuery> {
    const tokens = search === undefined ? {} : { tokens: requiredTokens(search) }
    return this.#withFound({ ...list, ...tokens, isSettled: await this.#isSettled(list.filter) })
  }

  async #withFound(list: ListQuery): Promise<ListQuery> {
    const { tokens } = list
    if (tokens === undefined || !wantsFound(list)) return list
    const { sql, values } = foundSql(this.#db, tokens, FEW + 1)
    const found = (await this.#db.rows(sql, values)).map(({ id }) => String(id))
    return found.length > FEW ? list : { ...list, found }
  }
}
