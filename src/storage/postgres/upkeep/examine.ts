import { intOf, textOf } from '../../core/row-reader.ts'
import { isRecordKind } from '../../../domain/records.ts'
import type { RecordKind } from '../../../domain/records.ts'
import { decodeKey } from '../../../domain/values/ids.ts'
import type { Damage, ExamineOptions } from '../../chat-store.ts'
import { damageIn } from '../../core/damaged.ts'
import { Pace } from '../../core/upkeep/pace.ts'
import type { Database, Row } from '../connection/database.ts'
import { RECORD_COLUMNS, recordOfRow } from '../rows/record-row.ts'
import { IS_OURS, pieceOfRow, READ_COLUMNS, threadOfRow } from '../rows/thread-row.ts'
import { DERIVED } from '../schema.ts'

const THREADS_AT_ONCE = 200
const RECORDS_AT_ONCE = 1000

/**
 * Reads every row of threads and records, and what other rows promise: threads that lists and search know,
 * analyses of threads that count as analyzed, lines of the history, and how many rows were written.
 */
export async function* examine(db: Database, options?: ExamineOptions): AsyncGenerator<Damage> {
  // Reading reads the same rows.
  if (options?.isReadElsewhere === true) return
  const [count] = await db.rows(
    `SELECT (SELECT count(*) FROM ${db.table('threads')} WHERE ${IS_OURS}) +
       (SELECT count(*) FROM ${db.table('records')}) AS total`,
  )
  const pace = new Pace(options, intOf(count, 'total'))
  yield* examineThreads(db, pace)
  yield* examineRecords(db, pace)
  yield* promised(db)
  pace.end()
}

async function* examineThreads(db: Database, pace: Pace): AsyncGenerator<Damage> {
  for (let after = ''; ;) {
    const rows = await db.rows(
      `SELECT ${READ_COLUMNS} FROM ${db.table('threads')} WHERE id > $1 AND ${IS_OURS}
       ORDER BY id LIMIT ${THREADS_AT_ONCE}`,
      [after],
    )
    if (rows.length === 0) return
    yield* rows.flatMap((row) => damageIn(() => threadOfRow(row)) ?? [])
    await pace.step(rows.length)
    after = textOf(rows.at(-1), 'id')
  }
}

async function* examineRecords(db: Database, pace: Pace): AsyncGenerator<Damage> {
  for (let after = ['', '']; ;) {
    const rows = await db.rows(
      `SELECT kind, ${RECORD_COLUMNS} FROM ${db.table('records')} WHERE (kind, id) > ($1, $2)
       ORDER BY kind, id LIMIT ${RECORDS_AT_ONCE}`,
      after,
    )
    if (rows.length === 0) return
    yield* rows.flatMap((row) => damageToRecord(row) ?? [])
    await pace.step(rows.length)
    after = [textOf(rows.at(-1), 'kind'), textOf(rows.at(-1), 'id')]
  }
}

function damageToRecord(row: Row): Damage | undefined {
  const kind = textOf(row, 'kind')
  if (isRecordKind(kind)) return damageIn(() => recordOfRow(kind, row))
  const place = `table records, row ${JSON.stringify([kind, row['id']])}`
  return { kind: 'store', place, problem: 'is of no kind that there is' }
}

/** What is not there and should be. Each question is one statement, which sees one state of the tables. */
async function* promised(db: Database): AsyncGenerator<Damage> {
  const missing = new Map<Damage['kind'], number>()
  const miss = (kind: 'thread' | RecordKind, key: string): Damage => {
    missing.set(kind, (missing.get(kind) ?? 0) + 1)
    const piece =
      kind === 'thread'
        ? pieceOfRow(key)
        : {
            kind,
            id: decodeKey(key),
            place: `table records, row (${kind}, ${JSON.stringify(key)})`,
          }
    return { ...piece, problem: 'is missing' }
  }
  const [threads, records] = [db.table('threads'), db.table('records')]
  const ids = DERIVED.map((table) => `SELECT id FROM ${db.table(table)}`).join(' UNION ')
  const gone = await db.rows(
    `SELECT id FROM (${ids}) AS named WHERE id NOT IN (SELECT id FROM ${threads}) ORDER BY id`,
    [],
    'tables',
  )
  for (const { id } of gone) yield miss('thread', String(id))
  const unfound = await db.rows(
    `SELECT key, id FROM ${db.table('analyzed')} a WHERE NOT EXISTS (
       SELECT 1 FROM ${records} r WHERE r.kind = 'analysis' AND r.id = a.key || E'\\n' || a.id)
     ORDER BY key, id`,
    [],
    'tables',
  )
  for (const { key, id } of unfound) yield miss('analysis', `${String(key)}\n${String(id)}`)
  const unlisted = await db.rows(
    `SELECT entry_id AS id FROM ${db.table('analysis_history')} h
     WHERE entry_id IS NOT NULL AND NOT EXISTS (
       SELECT 1 FROM ${records} r WHERE r.kind = 'history' AND (r.id = h.entry_id
         OR (r.id > h.entry_id || '#' AND r.id < h.entry_id || '$')))
     ORDER BY entry_id`,
    [],
    'tables',
  )
  for (const { id } of unlisted) yield miss('history', String(id))
  yield* counted(db, missing)
}

/** Rows that are fewer than were written, or more, and that nothing else names. */
async function* counted(
  db: Database,
  missing: ReadonlyMap<Damage['kind'], number>,
): AsyncGenerator<Damage> {
  const rows = await db.rows(
    `SELECT 'thread' AS kind, (SELECT count(*) FROM ${db.table('threads')} WHERE ${IS_OURS}) AS here,
       threads AS written FROM ${db.table('hitcraft_schema')}
     UNION ALL SELECT kind, coalesce(h.here, 0), coalesce(c.rows, 0)
     FROM (SELECT kind, count(*) AS here FROM ${db.table('records')} GROUP BY kind) AS h
     FULL JOIN ${db.table('record_counts')} c USING (kind) ORDER BY kind`,
    [],
    'tables',
  )
  for (const row of rows) {
    const name = textOf(row, 'kind')
    if (name !== 'thread' && !isRecordKind(name)) continue
    const [here, written] = [intOf(row, 'here'), intOf(row, 'written')]
    if (here === written - (missing.get(name) ?? 0)) continue
    yield {
      kind: name,
      place: `table ${name === 'thread' ? 'threads' : `records, kind ${name}`}`,
      problem: `has ${here} rows where ${written} were written`,
    }
  }
}
