import { idOfRecord, tagOfRecord } from '../../../domain/records.ts'
import type { RecordKind, RecordTypes } from '../../../domain/records.ts'
import { threadRecordHash } from '../../../domain/thread/thread.ts'
import { decodeKey, encodeKey } from '../../../domain/values/ids.ts'
import { isHitCraftError } from '../../../errors/hitcraft-error.ts'
import type { Stamp } from '../../chat-store.ts'
import { recordRows } from '../record-row.ts'
import { maybeTextOf, textOf } from '../row-reader.ts'
import type { StoredRow } from '../row-reader.ts'
import { recordSeal } from '../sealed.ts'
import { storedJson } from '../stored-json.ts'
import { vouchedIn } from '../stored-record.ts'

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

/**
 * The stamp of a record whose text lies where no seal is kept. One that is no record has none.
 * @param row with its encoded `id` and `thread`, and the text as `body`
 */
export function stampOfTextRow(kind: RecordKind, row: StoredRow): Stamp {
  const key = textOf(row, 'id')
  const text = textOf(row, 'body')
  const id = decodeKey(key)
  const record = recordOfText(kind, text)
  if (record === undefined) return { id, stamp: '' }
  const tag = encodeKey(tagOfRecord(kind, record) ?? '')
  const thread = maybeTextOf(row, 'thread') ?? ''
  return { id, stamp: recordSeal(kind, { key, thread, tag, text }) }
}

function recordOfText(kind: RecordKind, text: string) {
  try {
    return vouchedIn(kind, storedJson(text))
  } catch (error) {
    if (!isHitCraftError(error, 'CORRUPT')) throw error
    return undefined
  }
}
