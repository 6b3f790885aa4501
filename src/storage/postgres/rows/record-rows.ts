import { intOf, textOf } from '../../core/row-reader.ts'
import type { HistoryEntry } from '../../../domain/analysis/run.ts'
import { idOfRecord, RECORD_KINDS, threadOfRecord } from '../../../domain/records.ts'
import type { RecordKind, RecordTypes } from '../../../domain/records.ts'
import { compareIds, encodeKey } from '../../../domain/values/ids.ts'
import { kinded, ofKind, recordRows } from '../../core/record-row.ts'
import type { RecordRow } from '../../core/record-row.ts'
import { STATE_KINDS } from '../../core/thread-state.ts'
import type { Sql, Transaction } from '../connection/database.ts'
import { columnsOf } from '../connection/values.ts'
import { countRecords } from './totals.ts'
import { moveOn } from './pending.ts'
import { presentThreads, restate } from './states.ts'

/** Threads whose states are set anew at once. */
const AT_ONCE = 1000

/** The kinds of records that say something of a thread's state without which it is analyzed too. */
const MADE_UNDER_MODELS = STATE_KINDS.filter((kind) => RECORD_KINDS[kind].state?.analyzes === false)

/**
 * Writes records and what follows from them: states of threads, rows of the seed's history table. The
 * caller holds the writers' lock.
 */
export async function writeRecords<K extends RecordKind>(
  sql: Transaction,
  kind: K,
  records: readonly RecordTypes[K][],
  options: { readonly toSeedTable: boolean } = { toSeedTable: true },
): Promise<void> {
  if (records.length === 0) return
  const rows = recordRows(kind, records)
  await putRows(sql, kind, rows)
  const { modelOf, state } = RECORD_KINDS[kind]
  const entries = ofKind('history', kind, records)
  if (entries.length > 0 && options.toSeedTable) await writeHistoryRows(sql, entries)
  if (state !== undefined) await restateBy(sql, kind, rows, records)
  if (modelOf !== undefined) await restateUnder(sql, new Set(records.map(modelOf)))
}

async function putRows(
  sql: Transaction,
  kind: RecordKind,
  rows: readonly RecordRow[],
): Promise<void> {
  const [gone] = await sql.rows(
    `WITH gone AS (DELETE FROM ${sql.table('records')} WHERE kind = $1 AND id = ANY($2) RETURNING 1)
     SELECT count(*)::int AS n FROM gone`,
    [kind, rows.map(({ key }) => key)],
  )
  await sql.copy(
    'records',
    'kind, id, thread, tag, body, seal',
    rows.map(({ key, thread, tag, text, seal }) => [kind, key, thread, tag, text, seal]),
  )
  await countRecords(sql, kind, rows.length - intOf(gone, 'n'))
}

/** After records on which the states of their threads depend. */
async function restateBy<K extends RecordKind>(
  sql: Transaction,
  kind: K,
  rows: readonly RecordRow[],
  records: readonly RecordTypes[K][],
): Promise<void> {
  const byKey = new Map(records.map((record) => [encodeKey(idOfRecord(kind, record)), record]))
  const written = rows.flatMap(({ key, thread }) => {
    const record = byKey.get(key)
    return thread === null || record === undefined
      ? []
      : [{ key, thread, about: kinded(kind, record) }]
  })
  const ids = [...new Set(written.map(({ thread }) => thread))]
  await restate(sql, await presentThreads(sql, ids), written)
  const { state } = RECORD_KINDS[kind]
  if (state?.analyzes !== true) return
  for (const [analyzerKey, some] of Map.groupBy(records, (record) => state.keyOf(record))) {
    const threads = some.map((record) => encodeKey(threadOfRecord(kind, record) ?? ''))
    await moveOn(sql, analyzerKey, threads.toSorted(compareIds).at(-1) ?? '')
  }
}

/** After a new model of analyzer keys: what was made under the older one counts no more. */
async function restateUnder(sql: Transaction, analyzerKeys: ReadonlySet<string>): Promise<void> {
  const rows = await sql.rows(
    `SELECT DISTINCT a.id FROM ${sql.table('analyzed')} a WHERE a.key = ANY($1) AND EXISTS (
       SELECT 1 FROM ${sql.table('records')} r WHERE r.thread = a.id AND r.kind = ANY($2))`,
    [[...analyzerKeys].map(encodeKey), MADE_UNDER_MODELS],
  )
  const ids = rows.map((row) => textOf(row, 'id'))
  for (let at = 0; at < ids.length; at += AT_ONCE) {
    await restate(sql, await presentThreads(sql, ids.slice(at, at + AT_ONCE)))
  }
}

/** The seed's table, for people who look with other tools; a thread that is not there is left out. */
async function writeHistoryRows(sql: Sql, entries: readonly HistoryEntry[]): Promise<void> {
  const byId = new Map(entries.map((entry) => [entry.id, entry]))
  const rows = [...byId.values()].map(({ id, threadId, runId, messageCount, timestamp }) => [
    encodeKey(id),
    encodeKey(threadId),
    timestamp?.slice(0, 23),
    encodeKey(runId),
    messageCount,
  ])
  const { unnest, values } = columnsOf(['text', 'text', 'timestamp', 'text', 'integer'], rows)
  await sql.rows(
    `INSERT INTO ${sql.table('analysis_history')} (entry_id, thread_id, timestamp, session_id, message_count)
     SELECT v.entry, t.id, v.at, v.session, v.messages
     FROM ${unnest} AS v (entry, thread, at, session, messages)
     LEFT JOIN ${sql.table('threads')} t ON t.id = v.thread COLLATE "C"
     ON CONFLICT (entry_id) DO UPDATE SET timestamp = excluded.timestamp,
       session_id = excluded.session_id, message_count = excluded.message_count`,
    values,
  )
}
