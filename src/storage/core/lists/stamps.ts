import { idOfRecord } from '../../../domain/records.ts'
import type { RecordKind, RecordTypes } from '../../../domain/records.ts'
import { threadRecordHash } from '../../../domain/thread/thread.ts'
import { decodeKey } from '../../../domain/values/ids.ts'
import { isHitCraftError } from '../../../errors/hitcraft-error.ts'
import type { Stamp } from '../../chat-store.ts'
import { recordRows } from '../record-row.ts'
import { maybeTextOf, textOf } from '../row-reader.ts'
import type { StoredRow } from '../row-reader.ts'

/** The stamp of a record, made of it. */
export function stampOf<K extends RecordKind>(kind: K, record: RecordTypes[K]): Stamp {
  const [row] = recordRows(kind, [record])
  return { id: idOfRecord(kind, record), stamp: row?.seal ?? '' }
}

/** The stamp of a row with a thread's encoded `id`, its `body_hash` and `as_of`. */
export function stampOfThreadRow(row: StoredRow): Stamp {
  return stampOfThread(
    textOf(row, 'id'),
    maybeTextOf(row, 'body_hash') ?? '',
    maybeTextOf(row, 'as_of') ?? '',
  )
}

/** @param key the encoded id; @param bodyHash empty where it is lost */
export function stampOfThread(key: string, bodyHash: string, asOf: string): Stamp {
  const stamp = bodyHash === '' ? '' : threadRecordHash(bodyHash, asOf || undefined)
  return { id: decodeKey(key), stamp }
}

/** The stamp of a record that is read for it. One that does not hold has none. */
export function stampOfRead<K extends RecordKind>(
  kind: K,
  key: string,
  read: () => RecordTypes[K],
): Stamp {
  try {
    return stampOf(kind, read())
  } catch (error) {
    if (!isHitCraftError(error, 'CORRUPT')) throw error
    return { id: decodeKey(key), stamp: '' }
  }
}
