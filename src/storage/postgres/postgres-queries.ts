import type { Analysis } from '../../domain/analysis/analysis.ts'
import { requiredTokens } from '../../domain/search/search-query.ts'
import type { SearchQuery } from '../../domain/search/search-query.ts'
import { checkedLimit } from '../../domain/thread/thread-query.ts'
import type { ThreadFilter } from '../../domain/thread/thread-query.ts'
import type { Thread } from '../../domain/thread/thread.ts'
import { decodeKey, encodeKey } from '../../domain/values/ids.ts'
import type { IndexState, PendingQuery, PendingThread } from '../chat-store.ts'
import type { ListEngine, ListRow, RowsQuestion } from '../core/lists/thread-lists.ts'
import { intOf, maybeTextOf, textOf } from '../core/row-reader.ts'
import { storedSummary } from '../core/stored-json.ts'
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
export class PostgresQueries implements ListEngine {
  readonly #db: Database

  constructor(db: Database) {
    this.#db = db
  }

  async rows({ filter, search, ...page }: RowsQuestion): Promise<ListRow[]> {
    const { sql, values } = pageSql(this.#db, await this.#listOf(filter, search), page)
    const rows = await this.#db.rows(sql, values)
    return rows.map((row) => ({
      id: textOf(row, 'id'),
      last: textOf(row, 'last'),
      summary: textOf(row, 'summary'),
      labels: maybeTextOf(row, 'labels') ?? null,
    }))
  }

  async count(filter: ThreadFilter, search?: SearchQuery): Promise<number> {
    const { sql, values } = countSql(this.#db, await this.#listOf(filter, search))
    const [row] = await this.#db.rows(sql, values)
    return intOf(row, 'n')
  }

  async read(ids: readonly string[]): Promise<ReadonlyMap<string, Thread>> {
    // A damaged one has no words to be found by; it keeps nobody from the others.
    const threads = await readThreads(this.#db, ids, () => undefined)
    return new Map([...threads].map(([id, thread]) => [encodeKey(id), thread]))
  }

  async analyses(ids: readonly string[]): Promise<ReadonlyMap<string, Analysis>> {
    const rows = await this.#db.rows(
      `SELECT ${RECORD_COLUMNS} FROM ${this.#db.table('records')}
       WHERE kind = 'analysis' AND id = ANY($1)`,
      [ids.map(encodeKey)],
    )
    return new Map(rows.map((row) => [decodeKey(textOf(row, 'id')), recordOfRow('analysis', row)]))
  }

  async listPending(query: PendingQuery): Promise<readonly PendingThread[]> {
    const { after = '', analyzerKey } = query
    const [threads, pending] = [this.#db.table('threads'), this.#db.table('pending')]
    // The page first: a planner that walks the threads instead passes all that are analyzed.
    const rows = await this.#db.rows(
      `WITH known AS MATERIALIZED (
         SELECT coalesce(max(upto), '') AS upto FROM ${this.#db.table('analyzer_keys')} WHERE key = $1),
       noted AS (SELECT id FROM ${pending} WHERE key = $1 AND id > $2 ORDER BY id LIMIT $3),
       beyond AS (SELECT id FROM ${threads} t
         WHERE id > greatest($2, (SELECT upto FROM known)) AND ${IS_OURS} AND ${isPendingSql(this.#db, '$1')}
         ORDER BY id LIMIT $3),
       page AS MATERIALIZED (
         SELECT id FROM noted UNION ALL SELECT id FROM beyond ORDER BY id LIMIT $3)
       SELECT t.summary FROM page JOIN ${threads} t ON t.id = page.id ORDER BY page.id`,
      [encodeKey(analyzerKey), encodeKey(after), checkedLimit(query.limit)],
    )
    return rows.map((row) => {
      const { id, contentHash, messageCount } = storedSummary(textOf(row, 'summary'))
      return { id, contentHash, messageCount }
    })
  }

  async countPending(analyzerKey: string): Promise<number> {
    const [row] = await this.#db.rows(
      `SELECT threads - coalesce(
         (SELECT analyzed FROM ${this.#db.table('analyzer_keys')} WHERE key = $1), 0) AS n
       FROM ${this.#db.table('hitcraft_schema')}`,
      [encodeKey(analyzerKey)],
    )
    return intOf(row, 'n')
  }

  async indexState(): Promise<IndexState> {
    const [row] = await this.#db.rows(
      `SELECT threads, (SELECT count(*) FROM ${this.#db.table('unindexed')}) AS behind
       FROM ${this.#db.table('hitcraft_schema')}`,
    )
    const [total, behind] = [intOf(row, 'threads'), intOf(row, 'behind')]
    return { complete: behind === 0, indexed: Math.max(0, total - behind), total }
  }

  async #listOf(filter: ThreadFilter, search: SearchQuery | undefined): Promise<ListQuery> {
    const isSettled = await this.#isSettled(filter)
    if (search === undefined) return { filter, isSettled }
    const list = { filter, isSettled, tokens: requiredTokens(search) }
    if (!wantsFound(filter)) return list
    const { sql, values } = foundSql(this.#db, list.tokens, FEW + 1)
    const found = (await this.#db.rows(sql, values)).map((row) => textOf(row, 'id'))
    return found.length > FEW ? list : { ...list, found }
  }

  async #isSettled({ analyzerKey, state }: ThreadFilter): Promise<boolean> {
    if (analyzerKey === undefined || state !== 'pending') return false
    const rows = await this.#db.rows(
      `SELECT 1 AS n FROM ${this.#db.table('analyzer_keys')} WHERE key = $1 AND upto = $2`,
      [encodeKey(analyzerKey), EVERY_ID],
    )
    return rows.length > 0
  }
}
