import type { RecordKind } from '../../../domain/records.ts'
import type { Sql } from '../connection/database.ts'

/** Threads came or went, so that one which is taken away is missed. The caller is the only writer. */
export async function countThreads(sql: Sql, more: number): Promise<void> {
  if (more === 0) return
  await sql.rows(`UPDATE ${sql.table('hitcraft_schema')} SET threads = threads + $1`, [more])
}

/** The same of records of a kind. */
export async function countRecords(sql: Sql, kind: RecordKind, more: number): Promise<void> {
  if (more === 0) return
  await sql.rows(
    `INSERT INTO ${sql.table('record_counts')} AS c VALUES ($1, $2)
     ON CONFLICT (kind) DO UPDATE SET rows = c.rows + excluded.rows`,
    [kind, more],
  )
}
