import type { RecordKind } from '../../../domain/records.ts'
import { checkedLimit } from '../../../domain/thread/thread-query.ts'
import { decodeKey, encodeKey } from '../../../domain/values/ids.ts'
import type { Stamp, StampQuery } from '../../chat-store.ts'
import { maybeTextOf, textOf } from '../../core/row-reader.ts'
import { stampOfThreadRow } from '../../core/lists/stamps.ts'
import type { Database } from '../connection/database.ts'
import { IS_OURS } from './thread-row.ts'

/** As `StoreUpkeep.listStamps`. */
export async function listStamps(
  db: Database,
  kind: 'thread' | RecordKind,
  query: StampQuery = {},
): Promise<readonly Stamp[]> {
  const limit = checkedLimit(query.limit)
  const after = encodeKey(query.after ?? '')
  if (kind === 'thread') {
    const rows = await db.rows(
      `SELECT id, body_hash, as_of FROM ${db.table('threads')}
       WHERE id > $1 AND ${IS_OURS} ORDER BY id LIMIT $2`,
      [after, limit],
    )
    return rows.map(stampOfThreadRow)
  }
  const rows = await db.rows(
    `SELECT id, seal FROM ${db.table('records')}
     WHERE kind = $3 AND id > $1 ORDER BY id LIMIT $2`,
    [after, limit, kind],
  )
  return rows.map((row) => ({
    id: decodeKey(textOf(row, 'id')),
    stamp: maybeTextOf(row, 'seal') ?? '',
  }))
}
