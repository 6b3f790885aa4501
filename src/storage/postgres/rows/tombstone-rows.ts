import type { Thread } from '../../../domain/thread/thread.ts'
import { textOf } from '../../core/row-reader.ts'
import { buriedAmong, secretsOf } from '../../core/tombstones.ts'
import type { Sql } from '../connection/database.ts'

/** As {@link secretsOf}; of each secret in the column one tombstone is read. */
export async function tombstoneSecrets(sql: Sql): Promise<string[]> {
  const records = sql.table('records')
  return secretsOf(
    await sql.rows(
      `SELECT r.tag, r.body FROM
         (SELECT min(id) AS id FROM ${records} WHERE kind = 'tombstone' GROUP BY tag) AS firsts
       JOIN ${records} r ON r.kind = 'tombstone' AND r.id = firsts.id`,
    ),
  )
}

/** As {@link buriedAmong}. */
export async function erasedAmong(
  sql: Sql,
  threads: readonly Thread[],
): Promise<ReadonlySet<Thread>> {
  return buriedAmong(threads, await tombstoneSecrets(sql), async (ids) => {
    const rows = await sql.rows(
      `SELECT id FROM ${sql.table('records')} WHERE kind = 'tombstone' AND id = ANY($1)`,
      [ids],
    )
    return rows.map((row) => textOf(row, 'id'))
  })
}
