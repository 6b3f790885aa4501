import { decodeKey, encodeKey } from '../../../domain/values/ids.ts'
import type { RecordKind, RecordTypes } from '../../../domain/records.ts'
import { checkedLimit } from '../../../domain/thread/thread-query.ts'
import type { RecordListQuery } from '../../chat-store.ts'
import { kinded } from '../../core/record-row.ts'
import type { KindedRecord } from '../../core/record-row.ts'
import { intOf, textOf } from '../../core/row-reader.ts'
import type { StoredRow } from '../../core/row-reader.ts'
import { storedJson } from '../../core/stored-json.ts'
import { storedRecord } from '../../core/stored-record.ts'
import type { Catalog } from './catalog.ts'

/** Behind every id. */
const LAST_ID = '\u{10FFFF}'.repeat(8)

export function readRecord<K extends RecordKind>(
  catalog: Catalog,
  kind: K,
  id: string,
): RecordTypes[K] | undefined {
  const row = catalog.one(
    'SELECT id, body FROM records WHERE kind = ? AND id = ?',
    kind,
    encodeKey(id),
  )
  return row === undefined ? undefined : recordOfRow(kind, row)
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
    `SELECT id, body FROM records WHERE kind = ? AND id ${descending ? '<' : '>'} ?
     ORDER BY id ${descending ? 'DESC' : 'ASC'} LIMIT ?`,
    kind,
    after,
    limit,
  )
  return rows.map((row) => recordOfRow(kind, row))
}

/** Every record of some kinds, each with its kind. */
export function recordsOfKinds(catalog: Catalog, kinds: readonly RecordKind[]): KindedRecord[] {
  return kinds.flatMap((kind) =>
    catalog
      .all('SELECT id, body FROM records WHERE kind = ?', kind)
      .map((row) => kinded(kind, recordOfRow(kind, row))),
  )
}

export function countRecords(catalog: Catalog, kind: RecordKind): number {
  return intOf(catalog.one('SELECT count(*) AS n FROM records WHERE kind = ?', kind), 'n')
}

/** @param row with its `id` and `body` */
export function recordOfRow<K extends RecordKind>(kind: K, row: StoredRow): RecordTypes[K] {
  const id = decodeKey(textOf(row, 'id'))
  const place = `the catalog, record (${kind}, ${JSON.stringify(id)})`
  return storedRecord(kind, storedJson(row['body']), { kind, id, place })
}
