import { intOf, textOf, maybeTextOf } from '../core/row-reader.ts'
import { encodeKey } from '../../domain/values/ids.ts'
import { analysisId } from '../../domain/kinds/analysis.ts'
import type { RecordKind, RecordTypes } from '../../domain/records.ts'
import { checkedLimit } from '../../domain/thread/thread-query.ts'
import type { TopicAssignment } from '../../domain/analysis/topic-model.ts'
import type { AnalyzedThread, RecordListQuery } from '../chat-store.ts'
import type { Database, Sql, Transaction } from './connection/database.ts'
import { readable } from '../core/damaged.ts'
import { planAnalyses } from '../core/plan-analyses.ts'
import type { StoredHashes } from '../core/plan-analyses.ts'
import { EVERY_ID } from './rows/pending.ts'
import { RECORD_COLUMNS, recordOfRow } from './rows/record-row.ts'
import { writeRecords } from './rows/record-rows.ts'
import { presentThreads } from './rows/states.ts'

/** Records of every kind, analyses among them. */
export class PostgresRecords {
  readonly #db: Database

  constructor(db: Database) {
    this.#db = db
  }

  async putRecords<K extends RecordKind>(
    kind: K,
    records: readonly RecordTypes[K][],
  ): Promise<void> {
    if (records.length === 0) return
    await this.#write((sql) => writeRecords(sql, kind, records))
  }

  async getRecord<K extends RecordKind>(kind: K, id: string): Promise<RecordTypes[K] | undefined> {
    const [row] = await this.#db.rows(
      `SELECT ${RECORD_COLUMNS} FROM ${this.#db.table('records')} WHERE kind = $1 AND id = $2`,
      [kind, encodeKey(id)],
    )
    return row === undefined ? undefined : recordOfRow(kind, row)
  }

  async listRecords<K extends RecordKind>(
    kind: K,
    query: RecordListQuery = {},
  ): Promise<readonly RecordTypes[K][]> {
    const limit = checkedLimit(query.limit)
    const descending = query.descending === true
    const after = query.after === undefined ? (descending ? EVERY_ID : '') : encodeKey(query.after)
    const rows = await this.#db.rows(
      `SELECT ${RECORD_COLUMNS} FROM ${this.#db.table('records')}
       WHERE kind = $1 AND id ${descending ? '<' : '>'} $2
       ORDER BY id ${descending ? 'DESC' : 'ASC'} LIMIT $3`,
      [kind, after, limit],
    )
    return rows.flatMap((row) => readable(() => recordOfRow(kind, row), query.onDamage) ?? [])
  }

  async countRecords(kind: RecordKind): Promise<number> {
    const [row] = await this.#db.rows(
      `SELECT count(*)::int AS n FROM ${this.#db.table('records')} WHERE kind = $1`,
      [kind],
    )
    return intOf(row, 'n')
  }

  async saveAnalyses(items: readonly AnalyzedThread[]): Promise<void> {
    if (items.length === 0) return
    await this.#write(async (sql) => {
      const stored = await this.#storedHashes(sql, items)
      const planned = planAnalyses(items, stored)
      const analyses = planned.flatMap(({ analysis }) => analysis ?? [])
      await writeRecords(sql, 'analysis', analyses)
      const entries = planned.map(({ entry }) => entry)
      await writeRecords(sql, 'history', entries)
    })
  }

  async saveTopicAssignments(assignments: readonly TopicAssignment[]): Promise<void> {
    if (assignments.length === 0) return
    await this.#write(async (sql) => {
      const ids = assignments.map(({ threadId }) => encodeKey(threadId))
      const present = new Set((await presentThreads(sql, ids)).map(({ key }) => key))
      const known = assignments.filter(({ threadId }) => present.has(encodeKey(threadId)))
      await writeRecords(sql, 'topicAssignment', known)
    })
  }

  async #storedHashes(sql: Sql, items: readonly AnalyzedThread[]): Promise<StoredHashes> {
    const threads = items.map(({ analysis }) => encodeKey(analysis.threadId))
    const present = await presentThreads(sql, threads)
    const hashes = new Map(present.map(({ key, contentHash }) => [key, contentHash]))
    const rows = await sql.rows(
      `SELECT id, tag FROM ${this.#db.table('records')} WHERE kind = 'analysis' AND id = ANY($1)`,
      [items.map(({ analysis }) => encodeKey(analysisId(analysis.analyzerKey, analysis.threadId)))],
    )
    const tags = new Map(rows.map((row) => [textOf(row, 'id'), maybeTextOf(row, 'tag') ?? '']))
    return {
      ofThread: (id) => hashes.get(encodeKey(id)),
      ofAnalysis: (id) => tags.get(encodeKey(id)),
    }
  }

  #write(change: (sql: Transaction) => Promise<void>): Promise<void> {
    return this.#db.writing(async (sql) => {
      await change(sql)
    })
  }
}
