import type { Database, Sql } from '../connection/database.ts'

/** One lock for everything that writes: two writers take turns, in whatever process they are. */
export function lockWriters(db: Database): string {
  return `SELECT pg_advisory_xact_lock(hashtextextended('hitcraft writer ${db.schema}', 0))`
}

/** Threads came or went. The caller holds the writers' lock. */
export async function addToTotal(db: Database, sql: Sql, threads: number): Promise<void> {
  if (threads === 0) return
  await sql.rows(`UPDATE ${db.table('hitcraft_schema')} SET threads = threads + $1`, [threads])
}
