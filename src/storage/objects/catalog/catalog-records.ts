import { decodeKey, encodeKey } from '../../../domain/values/ids.ts'
import type { RecordKind, RecordTypes } from '../../../domain/records.ts'
import { checkedLimit } from '../../../domain/thread/thread-query.ts'
import type { RecordListQuery, RecordStore } from '../../chat-store.ts'
import { kinded } from '../../core/record-row.ts'
import type { KindedRecord } from '../../core/record-row.ts'
import type { StoredHashes } from '../../core/record-writes.ts'
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

/** What the contract asks of records, from a catalog. */
export function recordReads(
  catalog: Catalog,
): Pick<RecordStore, 'getRecord' | 'listRecords' | 'countRecords'> {
  return {
    getRecord: async (kind, id) => readRecord(catalog, kind, id),
    listRecords: async (kind, query) => listRecords(catalog, kind, query),
    countRecords: async (kind) =>
      intOf(catalog.one('SELECT count(*) AS n FROM records WHERE kind = ?', kind), 'n'),
  }
}

/** The hashes as they stand in the catalog when they are asked for. */
export function storedHashes(catalog: Catalog): StoredHashes {
  return {
    ofThread: (id) => {
      const row = catalog.one('SELECT content_hash FROM threads WHERE id = ?', encodeKey(id))
      return row === undefined ? undefined : textOf(row, 'content_hash')
    },
    ofAnalysis: (id) => readRecord(catalog, 'analysis', id)?.contentHash,
  }
}

/** @param row with its `id` and `body` */
export function recordOfRow<K extends RecordKind>(kind: K, row: StoredRow): RecordTypes[K] {
  const id = decodeKey(textOf(row, 'id'))
  const place = `the catalog, record (${kind}, ${JSON.stringify(id)})`
  return storedRecord(kind, storedJson(row['body']), { kind, id, place })
}
