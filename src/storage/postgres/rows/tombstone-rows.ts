import { maybeTextOf } from '../../core/row-reader.ts'
import { decodeKey } from '../../../domain/values/ids.ts'
import type { Sql } from '../connection/database.ts'
import { RECORD_COLUMNS, recordOfRow } from './record-row.ts'
import { readable } from '../../core/damaged.ts'

/**
 * The secrets of all tombstones: one of this store, and one of each that was merged into it. Of each that
 * stands in the column one tombstone is read, and counts too: were the column changed, what was erased
 * would else come back.
 */
export async function tombstoneSecrets(sql: Sql): Promise<string[]> {
  const records = sql.table('records')
  const rows = await sql.rows(
    `SELECT ${RECORD_COLUMNS.replaceAll(/(\w+)/g, 'r.$1')} FROM
       (SELECT min(id) AS id FROM ${records} WHERE kind = 'tombstone' GROUP BY tag) AS firsts
     JOIN ${records} r ON r.kind = 'tombstone' AND r.id = firsts.id`,
  )
  const secrets = new Set<string>()
  for (const row of rows) {
    if (typeof row['tag'] === 'string') secrets.add(decodeKey(row['tag']))
    const key =
      readable(
        () => recordOfRow('tombstone', row),
        () => undefined,
      )?.key ?? keyIn(row)
    if (key !== undefined) secrets.add(key)
  }
  return [...secrets]
}

/** What a damaged tombstone still says. */
function keyIn(row: Readonly<Record<string, unknown>>): string | undefined {
  return /"key":"([0-9a-f]{64})"/.exec(maybeTextOf(row, 'body') ?? '')?.[1]
}
