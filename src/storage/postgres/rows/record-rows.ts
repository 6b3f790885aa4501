import { encodeKey } from '../../../domain/values/ids.ts'
import { idOfRecord, tagOfRecord, threadOfRecord } from '../../../domain/records.ts'
import type { RecordKind, RecordTypes } from '../../../domain/records.ts'
import type { HistoryEntry } from '../../../domain/analysis/run.ts'
import type { TopicModel } from '../../../domain/analysis/topic-model.ts'
import { recordSeal } from '../../core/sealed.ts'
import type { Database, Sql } from '../connection/database.ts'
import { addAnalyzerKeys, restate, retopic } from './restate.ts'
import { valueChunks } from '../connection/values.ts'

/**
 * Writes records and what follows from them: states of threads, rows of the seed's history table. The
 * caller holds the writers' lock.
 */
export async function writeRecords<K extends RecordKind>(
  db: Database,
  sql: Sql,
  kind: K,
  records: readonly RecordTypes[K][],
  options: { readonly toSeedTable: boolean } = { toSeedTable: true },
): Promise<void> {
  // Of two with one id the later counts, and one statement cannot touch a row twice.
  const byId = new Map(records.map((record) => [idOfRecord(kind, record), record]))
  const rows = [...byId].map(([id, record]) => {
    const thread = keyOrNull(threadOfRecord(kind, record))
    const tag = keyOrNull(tagOfRecord(kind, record))
    const key = encodeKey(id)
    const text = JSON.stringify(record)
    const seal = recordSeal(kind, { key, thread: thread ?? '', tag: tag ?? '', text })
    return [kind, key, thread, tag, text, seal]
  })
  let added = 0
  for (const { placeholders, values } of valueChunks(rows, ['', '', '', '', '', ''], 1000)) {
    const written = await sql.rows(
      `INSERT INTO ${db.table('records')} (kind, id, thread, tag, body, seal) VALUES ${placeholders}
       ON CONFLICT (kind, id) DO UPDATE SET thread = excluded.thread, tag = excluded.tag,
         body = excluded.body, seal = excluded.seal
       RETURNING xmax = 0 AS added`,
      values,
    )
    added += written.filter((row) => row['added'] === true).length
  }
  await countRows(db, sql, kind, added)
  if (kind === 'history' && options.toSeedTable) {
    await writeHistoryRows(db, sql, [...byId.values()] as HistoryEntry[])
  }
  if (kind === 'analysis') {
    const analyses = [...byId.values()] as RecordTypes['analysis'][]
    await addAnalyzerKeys(
      db,
      sql,
      analyses.map(({ analyzerKey }) => analyzerKey),
    )
  }
  if (kind === 'topicModel') await retopic(db, sql, [...byId.values()] as TopicModel[])
  if (kind === 'analysis' || kind === 'topicAssignment') {
    await restate(db, sql, [...new Set(rows.map(([, , thread]) => String(thread)))])
  }
}

/**
 * Notes down how many rows of a kind there are, so that one which is taken away is missed.
 * @param added less than none where rows were deleted
 */
export async function countRows(
  db: Database,
  sql: Sql,
  kind: RecordKind,
  added: number,
): Promise<void> {
  if (added === 0) return
  await sql.rows(
    `INSERT INTO ${db.table('record_counts')} AS c VALUES ($1, $2)
     ON CONFLICT (kind) DO UPDATE SET rows = c.rows + excluded.rows`,
    [kind, added],
  )
}

function keyOrNull(text: string | undefined): string | null {
  return text === undefined ? null : encodeKey(text)
}

/** The seed's table, for people who look with other tools; a thread that is not there is left out. */
async function writeHistoryRows(
  db: Database,
  sql: Sql,
  entries: readonly HistoryEntry[],
): Promise<void> {
  const rows = entries.map(({ id, threadId, runId, messageCount, timestamp }) => [
    encodeKey(id),
    encodeKey(threadId),
    timestamp?.slice(0, 23) ?? null,
    encodeKey(runId),
    messageCount ?? null,
  ])
  const casts = ['::text', '::varchar', '::timestamp', '::varchar', '::integer']
  for (const { placeholders, values } of valueChunks(rows, casts)) {
    await sql.rows(
      `INSERT INTO ${db.table('analysis_history')} (entry_id, thread_id, timestamp, session_id, message_count)
       SELECT v.entry, t.id, v.at, v.session, v.messages
       FROM (VALUES ${placeholders}) AS v (entry, thread, at, session, messages)
       LEFT JOIN ${db.table('threads')} t ON t.id = v.thread COLLATE "C"
       ON CONFLICT (entry_id) DO UPDATE SET timestamp = excluded.timestamp,
         session_id = excluded.session_id, message_count = excluded.message_count`,
      values,
    )
  }
}
