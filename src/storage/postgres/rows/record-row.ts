import { maybeTextOf, textOf } from '../../core/row-reader.ts'
import type { RecordKind, RecordTypes } from '../../../domain/records.ts'
import { decodeKey } from '../../../domain/values/ids.ts'
import { wholeRecord } from '../../core/sealed.ts'
import type { Row } from '../connection/database.ts'

/** Columns of a record's row that {@link recordOfRow} needs, besides its kind. */
export const RECORD_COLUMNS = 'id, thread, tag, body, seal'

/**
 * The record of a row, when it is the one whose row it is and what was written.
 * @throws HitCraftError CORRUPT
 */
export function recordOfRow<K extends RecordKind>(kind: K, row: Row): RecordTypes[K] {
  const key = textOf(row, 'id')
  const place = `table records, row (${kind}, ${JSON.stringify(key)})`
  const stored = {
    key,
    thread: maybeTextOf(row, 'thread') ?? '',
    tag: maybeTextOf(row, 'tag') ?? '',
    text: maybeTextOf(row, 'body') ?? '',
    seal: maybeTextOf(row, 'seal') ?? '',
  }
  return wholeRecord(kind, stored, { kind, id: decodeKey(key), place })
}
