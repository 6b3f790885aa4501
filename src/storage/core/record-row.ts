import { idOfRecord, tagOfRecord, threadOfRecord } from '../../domain/records.ts'
import type { RecordKind, RecordTypes } from '../../domain/records.ts'
import { encodeKey } from '../../domain/values/ids.ts'
import { recordSeal } from './sealed.ts'
import type { StoredRecord } from './sealed.ts'

/** A record of any kind, with the kind. */
export type KindedRecord = {
  [K in RecordKind]: { readonly kind: K; readonly record: RecordTypes[K] }
}[RecordKind]

export function kinded<K extends RecordKind>(kind: K, record: RecordTypes[K]): KindedRecord {
  return { kind, record } as KindedRecord
}

/** The records when they are of the wanted kind; else none. */
export function ofKind<K extends RecordKind>(
  wanted: K,
  kind: RecordKind,
  records: readonly RecordTypes[RecordKind][],
): readonly RecordTypes[K][] {
  return kind === wanted ? (records as readonly RecordTypes[K][]) : []
}

/** A record as any backend files it; keys are encoded (`encodeKey`). */
export interface RecordRow extends Omit<StoredRecord, 'thread' | 'tag'> {
  readonly kind: RecordKind
  /** The thread that it is filed under; null for one that speaks of none. */
  readonly thread: string | null
  /**
   * What statements must know of it; null for kinds of which they need nothing. A server cannot be asked
   * for it: JSON functions of some refuse a document with a NUL anywhere.
   */
  readonly tag: string | null
}

/** The rows of records, one an id: of two with one id the later counts. */
export function recordRows<K extends RecordKind>(
  kind: K,
  records: readonly RecordTypes[K][],
): RecordRow[] {
  const byId = new Map(records.map((record) => [idOfRecord(kind, record), record]))
  return [...byId].map(([id, record]) => {
    const key = encodeKey(id)
    const thread = keyOrNull(threadOfRecord(kind, record))
    const tag = keyOrNull(tagOfRecord(kind, record))
    const text = JSON.stringify(record)
    const seal = recordSeal(kind, { key, thread: thread ?? '', tag: tag ?? '', text })
    return { kind, key, thread, tag, text, seal }
  })
}

function keyOrNull(text: string | undefined): string | null {
  return text === undefined ? null : encodeKey(text)
}
