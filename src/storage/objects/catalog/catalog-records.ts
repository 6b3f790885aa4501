import { encodeKey } from '../../../domain/values/ids.ts'
import type { RecordKind, RecordTypes } from '../../../domain/records.ts'
import { checkedLimit } from '../../../domain/thread/thread-query.ts'
import type { RecordListQuery } from '../../chat-store.ts'
import type { Catalog } from './catalog.ts'
import { storedJson } from '../../core/stored-json.ts'

/** Behind every id. */
const LAST_ID = '\u{10FFFF}'.repeat(8)

export function readRecord<K extends RecordKind>(
  catalog: Catalog,
  kind: K,
  id: string,
): RecordTypes[K] | undefined {
  const row = catalog.one('SELECT body FROM records WHERE kind = ? AND id = ?', kind, encodeKey(id))
  return row === undefined ? undefined : (storedJson(row['body']) as RecordTypes[K])
}

/** As `RecordStore.listRecords`. */
export function listRecords<K extends RecordKind>(
  catalog: Catalog,
  kind: K,
  query: RecordListQuery = {},
): RecordTypes[K][] {
  const limit = checkedLimit(query.limit)
  const descending = query.descending === true
  const after = query.after === undefined ? (descending ? LAST_ID : '') : encodeKey(query.after)
  const rows = catalog.all(
    `SELECT body FROM records WHERE kind = ? AND id ${descending ? '<' : '>'} ?
     ORDER BY id ${descending ? 'DESC' : 'ASC'} LIMIT ?`,
    kind,
    after,
    limit,
  )
  return rows.map((row) => storedJson(row['body']) as RecordTypes[K])
}

export function countRecords(catalog: Catalog, kind: RecordKind): number {
  return Number(catalog.one('SELECT count(*) AS n FROM records WHERE kind = ?', kind)?.['n'])
}
