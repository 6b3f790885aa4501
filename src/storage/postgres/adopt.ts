import { decodeKey } from '../../domain/values/ids.ts'
import type { JsonValue } from '../../domain/values/json.ts'
import { LEGACY_KEY } from '../../domain/analysis/analyzer-key.ts'
import { bodyHashOf } from '../../domain/thread/thread.ts'
import type { HistoryEntry } from '../../domain/analysis/run.ts'
import { seedThread } from '../seed-thread.ts'
import type { Database, Sql } from './connection/database.ts'
import { writeRecords } from './rows/record-rows.ts'
import { writeThreads } from './rows/write-threads.ts'

const AT_ONCE = 200

/**
 * Takes in rows that someone made by the seed's own statements. The caller holds the writers' lock.
 * @returns how many threads
 */
export async function adoptRows(db: Database, sql: Sql): Promise<number> {
  let adopted = 0
  for (;;) {
    const rows = await sql.rows(
      `SELECT id, content::text AS content, created_at FROM ${db.table('threads')}
       WHERE body_hash IS NULL ORDER BY id LIMIT ${AT_ONCE}`,
    )
    if (rows.length === 0) break
    const threads = rows.map((row) => {
      const id = decodeKey(String(row['id']))
      const content =
        row['content'] === null ? null : (JSON.parse(String(row['content'])) as JsonValue)
      const thread = seedThread(id, content, 'postgres-seed')
      return { thread, hash: bodyHashOf(thread) }
    })
    await writeThreads(db, sql, threads)
    adopted += threads.length
  }
  await adoptHistory(db, sql)
  return adopted
}

/** Rows of a history that is not ours belong to the key `legacy`. Times without a zone are UTC. */
async function adoptHistory(db: Database, sql: Sql): Promise<void> {
  const rows = await sql.rows(
    `SELECT id, thread_id, session_id, message_count,
       to_char(timestamp, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS at
     FROM ${db.table('analysis_history')} WHERE entry_id IS NULL AND thread_id IS NOT NULL`,
  )
  if (rows.length === 0) return
  const entries = rows.map((row): HistoryEntry => {
    const timestamp = String(row['at'] ?? '1970-01-01T00:00:00.000Z')
    return {
      id: `${timestamp}-legacy-${String(row['id']).padStart(10, '0')}`,
      threadId: decodeKey(String(row['thread_id'])),
      runId: `legacy-${String(row['session_id'] ?? 'unknown')}`,
      analyzerKey: LEGACY_KEY,
      contentHash: '',
      messageCount: Number(row['message_count'] ?? 0),
      timestamp,
    }
  })
  await writeRecords(db, sql, 'history', entries, { toSeedTable: false })
  await sql.rows(
    `UPDATE ${db.table('analysis_history')} h SET entry_id = v.entry
     FROM unnest($1::text[], $2::int[]) AS v (entry, id) WHERE h.id = v.id`,
    [entries.map(({ id }) => id), rows.map(({ id }) => id)],
  )
}
