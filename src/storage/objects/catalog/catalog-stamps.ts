import type { RecordKind } from '../../../domain/records.ts'
import { checkedLimit } from '../../../domain/thread/thread-query.ts'
import { encodeKey } from '../../../domain/values/ids.ts'
import type { Stamp, StampQuery } from '../../chat-store.ts'
import { stampOfTextRow, stampOfThreadRow } from '../../core/lists/stamps.ts'
import type { Catalog } from './catalog.ts'

/** As `StoreUpkeep.listStamps`. Records lie in the catalog itself, so theirs are made of them. */
export function listStamps(
  catalog: Catalog,
  kind: 'thread' | RecordKind,
  query: StampQuery = {},
): Stamp[] {
  const limit = checkedLimit(query.limit)
  const after = encodeKey(query.after ?? '')
  if (kind === 'thread') {
    const sql = 'SELECT id, body_hash, as_of FROM threads WHERE id > ? ORDER BY id LIMIT ?'
    return catalog.all(sql, after, limit).map(stampOfThreadRow)
  }
  const sql = 'SELECT id, thread, body FROM records WHERE kind = ? AND id > ? ORDER BY id LIMIT ?'
  return catalog.all(sql, kind, after, limit).map((row) => stampOfTextRow(kind, row))
}
