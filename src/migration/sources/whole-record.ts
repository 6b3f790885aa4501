import { idOfRecord } from '../../domain/records.ts'
import type { RecordKind, RecordTypes } from '../../domain/records.ts'
import { contentBytes } from '../../domain/thread/content-bytes.ts'
import { bodyHashOf, threadRecordHash } from '../../domain/thread/thread.ts'
import type { Thread } from '../../domain/thread/thread.ts'
import { canonicalJson, sha256 } from '../../domain/values/canonical-json.ts'
import { stampOf } from '../../storage/core/lists/stamps.ts'
import type { MovedKind } from './moved-kinds.ts'
import { isWhole, recordIn } from './walked-record.ts'
import type { WalkedRecord, WholeRecord } from './walked-record.ts'

/**
 * SHA-256 of a thread's whole record. The content hash is computed anew: the one that is stored proves
 * nothing about the messages that were read.
 */
export function threadHash(thread: Thread): string {
  const { hash: contentHash } = contentBytes(thread.messages)
  return threadRecordHash(bodyHashOf({ ...thread, contentHash }), thread.asOf)
}

/** A thread that was read, with its hash. */
export function wholeThread(value: Thread): WholeRecord {
  const hash = threadHash(value)
  const bytes = contentBytes(value.messages).bytes.length
  return { kind: 'thread', id: value.id, hash, bytes, value }
}

/** Any other record that was read, with its hash (`recordHash`). */
export function wholeRecord<K extends RecordKind>(kind: K, value: RecordTypes[K]): WholeRecord {
  const json = canonicalJson(value)
  return { kind, id: idOfRecord(kind, value), hash: sha256(json), bytes: json.length, value }
}

/** The stamp that a store gives a record; empty for a damaged one. */
export function stampOfWalked(kind: MovedKind, walked: WalkedRecord): string {
  if (!isWhole(walked)) return ''
  return kind === 'thread' ? walked.hash : stampOf(kind, recordIn(kind, walked)).stamp
}
