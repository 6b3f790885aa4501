import { decodeKey, encodeKey } from '../../domain/values/ids.ts'
import { isJsonObject, jsonFrom } from '../../domain/values/json.ts'
import type { JsonObject } from '../../domain/values/json.ts'
import { bodyHashOf } from '../../domain/thread/thread.ts'
import { adoptedHistory, rowOfEntry } from '../core/adoption/adopted-history.ts'
import { seedThread } from '../core/adoption/seed-thread.ts'
import { intOf, textOf } from '../core/row-reader.ts'
import type { StoredRow } from '../core/row-reader.ts'
import type { Transaction } from './connection/database.ts'
import { writeRecords } from './rows/record-rows.ts'
import { countThreads } from './rows/totals.ts'
import { IS_OURS } from './rows/thread-row.ts'
import { writeThreads } from './rows/write-threads.ts'

const AT_ONCE = 200

/** Takes in rows that someone made by the seed's own statements. The caller is the only writer. */
export async function adoptRows(sql: Transaction): Promise<void> {
  for (;;) {
    const rows = await sql.rows(
      `SELECT id, content::text AS content, created_at FROM ${sql.table('threads')}
       WHERE NOT ${IS_OURS} ORDER BY id LIMIT ${AT_ONCE}`,
    )
    if (rows.length === 0) break
    const threads = rows.map((row) => {
      const id = decodeKey(textOf(row, 'id'))
      const content = row['content'] === null ? null : jsonFrom(textOf(row, 'content'))
      const thread = seedThread(id, content, 'postgres-seed')
      return { thread, hash: bodyHashOf(thread) }
    })
    await writeThreads(sql, [], threads)
    await countThreads(sql, threads.length)
  }
  await adoptHistory(sql)
}

/**
 * Rows of a history that is not ours belong to the key `legacy`. Each is asked for with all of its
 * columns, as other programs have more than the seed; times without a zone are UTC. A row that names no
 * thread stays as it is.
 */
async function adoptHistory(sql: Transaction): Promise<void> {
  const table = sql.table('analysis_history')
  for (let after = 0; ;) {
    const rows = await sql.rows(
      `SELECT id, to_jsonb(h)::text AS row FROM ${table} h
       WHERE entry_id IS NULL AND id > $1 ORDER BY id LIMIT ${AT_ONCE}`,
      [after],
    )
    if (rows.length === 0) return
    after = intOf(rows.at(-1), 'id')
    const adopted = rows.map((row) => ({
      id: row['id'],
      entries: adoptedHistory(rowIn(row), String(intOf(row, 'id'))),
    }))
    const entries = adopted.flatMap((one) => one.entries)
    await writeRecords(sql, 'history', entries, { toSeedTable: false })
    const named = adopted.flatMap(({ id, entries: [first] }) =>
      first === undefined ? [] : [{ id, entry: encodeKey(rowOfEntry(first.id)) }],
    )
    await sql.rows(
      `UPDATE ${table} h SET entry_id = v.entry
       FROM unnest($1::text[], $2::int[]) AS v (entry, id) WHERE h.id = v.id`,
      [named.map(({ entry }) => entry), named.map(({ id }) => id)],
    )
  }
}

/** Columns of a row of another program. */
function rowIn(row: StoredRow): JsonObject {
  const columns = jsonFrom(textOf(row, 'row'))
  return isJsonObject(columns) ? columns : {}
}
