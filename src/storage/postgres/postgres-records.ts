import type { Analysis } from '../../domain/analysis/analysis.ts'
import { encodeKey } from '../../domain/values/ids.ts'
import { analysisId } from '../../domain/kinds/analysis.ts'
import type { RecordKind, RecordTypes } from '../../domain/records.ts'
import { checkedLimit } from '../../domain/thread/thread-query.ts'
import type { TopicAssignment } from '../../domain/analysis/topic-model.ts'
import type { AnalyzedThread, RecordListQuery } from '../chat-store.ts'
import type { Database, Sql } from './connection/database.ts'
import { readable } from '../core/damaged.ts'
import { RECORD_COLUMNS, recordOfRow } from './rows/record-row.ts'
import { writeRecords } from './rows/record-rows.ts'
import { lockWriters } from './schema.ts'

/** Behind every id. */
const LAST_ID = '\u{10FFFF}'.repeat(8)

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
    await this.#write((sql) => writeRecords(this.#db, sql, kind, records))
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
    const after = query.after === undefined ? (descending ? LAST_ID : '') : encodeKey(query.after)
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
    return Number(row?.['n'])
  }

  async saveAnalyses(items: readonly AnalyzedThread[]): Promise<void> {
    if (items.length === 0) return
    await this.#write(async (sql) => {
      const present = await this.#contentHashes(
        sql,
        items.map(({ analysis }) => analysis.threadId),
      )
      const known = items.filter(({ analysis }) => present.has(analysis.threadId))
      const stored = await this.#stored(sql, known)
      const kept = new Map<string, Analysis>()
      for (const { analysis } of known) {
        const id = analysisId(analysis.analyzerKey, analysis.threadId)
        const now = present.get(analysis.threadId)
        const before = kept.get(id)?.contentHash ?? stored.get(id)
        // One that stands at the present content does not yield to one that does not.
        if (before !== now || analysis.contentHash === now) kept.set(id, analysis)
      }
      await writeRecords(this.#db, sql, 'analysis', [...kept.values()])
      const entries = known.map(({ entry }) => entry)
      await writeRecords(this.#db, sql, 'history', entries)
    })
  }

  async saveTopicAssignments(assignments: readonly TopicAssignment[]): Promise<void> {
    if (assignments.length === 0) return
    await this.#write(async (sql) => {
      const ids = assignments.map(({ threadId }) => threadId)
      const present = await this.#contentHashes(sql, ids)
      const known = assignments.filter(({ threadId }) => present.has(threadId))
      await writeRecords(this.#db, sql, 'topicAssignment', known)
    })
  }

  async #contentHashes(sql: Sql, ids: readonly string[]): Promise<Map<string, string>> {
    const byKey = new Map(ids.map((id) => [encodeKey(id), id]))
    const rows = await sql.rows(
      `SELECT id, content_hash FROM ${this.#db.table('threads')} WHERE id = ANY($1)`,
      [[...byKey.keys()]],
    )
    return new Map(
      rows.map((row) => [byKey.get(String(row['id'])) ?? '', String(row['content_hash'])]),
    )
  }

  /** Content hashes of the stored analyses, by their ids. */
  async #stored(sql: Sql, items: readonly AnalyzedThread[]): Promise<Map<string, string>> {
    const ids = new Map(
      items.map(({ analysis }) => {
        const id = analysisId(analysis.analyzerKey, analysis.threadId)
        return [encodeKey(id), id]
      }),
    )
    const rows = await sql.rows(
      `SELECT id, tag AS hash FROM ${this.#db.table('records')}
       WHERE kind = 'analysis' AND id = ANY($1)`,
      [[...ids.keys()]],
    )
    return new Map(rows.map((row) => [ids.get(String(row['id'])) ?? '', String(row['hash'])]))
  }

  #write(change: (sql: Sql) => Promise<void>): Promise<void> {
    return this.#db.transaction(async (sql) => {
      await sql.rows(lockWriters(this.#db), [], 'locks')
      await change(sql)
    })
  }
}
