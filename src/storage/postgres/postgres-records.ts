import { intOf, textOf, maybeTextOf } from '../core/row-reader.ts'
import { decodeKey, encodeKey } from '../../domain/values/ids.ts'
import type { RecordKind, RecordTypes } from '../../domain/records.ts'
import { checkedLimit } from '../../domain/thread/thread-query.ts'
import type { RecordListQuery } from '../chat-store.ts'
import type { Database, Sql } from './connection/database.ts'
import { readable } from '../core/damaged.ts'
import type { RecordEngine, RecordPlan, StoredHashes, WantedHashes } from '../core/record-writes.ts'
import { EVERY_ID } from './rows/pending.ts'
import { RECORD_COLUMNS, recordOfRow } from './rows/record-row.ts'
import { writeRecords } from './rows/record-rows.ts'
import { presentThreads } from './rows/states.ts'

/** Records of every kind, analyses among them. */
export class PostgresRecords implements RecordEngine {
  readonly #db: Database

  constructor(db: Database) {
    this.#db = db
  }

  write(wanted: WantedHashes, plan: RecordPlan): Promise<void> {
    return this.#db.writing(async (sql) => {
      const groups = plan(await storedHashes(sql, wanted))
      for (const { kind, records } of groups) await writeRecords(sql, kind, records)
    })
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
}

async function storedHashes(sql: Sql, { threads, analyses }: WantedHashes): Promise<StoredHashes> {
  const present = threads.length === 0 ? [] : await presentThreads(sql, threads.map(encodeKey))
  const hashes = new Map(present.map(({ key, contentHash }) => [decodeKey(key), contentHash]))
  const rows =
    analyses.length === 0
      ? []
      : await sql.rows(
          `SELECT id, tag FROM ${sql.table('records')} WHERE kind = 'analysis' AND id = ANY($1)`,
          [analyses.map(encodeKey)],
        )
  const tags = new Map(
    rows.map((row) => [decodeKey(textOf(row, 'id')), decodeKey(maybeTextOf(row, 'tag') ?? '')]),
  )
  return { ofThread: (id) => hashes.get(id), ofAnalysis: (id) => tags.get(id) }
}
