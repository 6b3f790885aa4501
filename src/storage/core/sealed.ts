import type { RecordKind, RecordTypes } from '../../domain/records.ts'
import type { Thread } from '../../domain/thread/thread.ts'
import { sha256 } from '../../domain/values/canonical-json.ts'
import { corrupt } from './damaged.ts'
import type { Piece } from './damaged.ts'
import { vouchedRecord } from './stored-record.ts'
import { isThreadLike, isWhole, withLaterAsOf } from './whole-thread.ts'

/**
 * What is written beside the fields of a row or document that belong together, so that none is changed,
 * or moved to another, unseen: SHA-256 of them, one a line. None of them holds a line feed but the last.
 */
export function sealOf(...fields: readonly string[]): string {
  return sha256(fields.join('\n'))
}

/** The fields that hold a thread, by any backend's names; encoded as they are stored. */
export interface StoredThread {
  readonly key: string
  readonly bodyHash: string
  readonly asOf: string
  readonly seal: string
}

export function threadSeal({ key, bodyHash, asOf }: Omit<StoredThread, 'seal'>): string {
  return sealOf(bodyHash, asOf, key)
}

/**
 * A thread as it was read, when it is the one that was asked for and hashes to what was written.
 * @throws HitCraftError CORRUPT
 */
export function wholeThread(value: unknown, stored: StoredThread, piece: Piece): Thread {
  if (!isThreadLike(value) || !isWhole(value, stored.bodyHash)) {
    throw corrupt(piece, 'does not hold what was written')
  }
  if (value.id !== piece.id) throw corrupt(piece, 'holds another thread')
  if (threadSeal(stored) !== stored.seal) throw corrupt(piece, 'was changed beside its body')
  return withLaterAsOf(value, stored.asOf)
}

/** The fields that hold a record; encoded as they are stored. */
export interface StoredRecord {
  readonly key: string
  /** `''` where there is none. */
  readonly thread: string
  readonly tag: string
  /** JSON. */
  readonly text: string
  readonly seal: string
}

export function recordSeal(
  kind: RecordKind,
  { key, thread, tag, text }: Omit<StoredRecord, 'seal'>,
): string {
  return sealOf(kind, sha256(key), hashOfField(thread), hashOfField(tag), text)
}

/** Most fields that may be empty are. */
function hashOfField(field: string): string {
  return field === '' ? HASH_OF_NOTHING : sha256(field)
}

const HASH_OF_NOTHING = sha256('')

/**
 * A record as it was read, when it is the one that was asked for and what was written.
 * @throws HitCraftError CORRUPT
 */
export function wholeRecord<K extends RecordKind>(
  kind: K,
  stored: StoredRecord,
  piece: Piece,
): RecordTypes[K] {
  if (recordSeal(kind, stored) !== stored.seal) {
    throw corrupt(piece, 'does not hold what was written')
  }
  return vouchedRecord(kind, JSON.parse(stored.text), piece)
}
