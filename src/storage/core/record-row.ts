import { idOfRecord } from '../../domain/records.ts'
import type { RecordKind, RecordTypes } from '../../domain/records.ts'
import { encodeKey } from '../../domain/values/ids.ts'
import { recordSeal } from './sealed.ts'
import type { StoredRecord } from './sealed.ts'

/** A record of any kind, with the kind. */
export type KindedRecord = {
  [K in RecordKind]: { readonly kind: K; readonly record: RecordTypes[K] }
}[RecordKind]

/** A record as any backend files it; keys are encoded (`encodeKey`). */
export interface RecordRow extends Omit<StoredRecord, 'thread' | 'tag'> {
  readonly kind: RecordKind
  /** The thread that it is filed under; null for one that speaks of none. */
  readonly thread: string | null
  /** What statements must know of it; null for kinds of which they need nothing. */
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
    const of = threadOf(record)
    const thread = of === undefined ? null : encodeKey(of)
    const tag = tagOf(kind, record)
    const text = JSON.stringify(record)
    const seal = recordSeal(kind, { key, thread: thread ?? '', tag: tag ?? '', text })
    return { kind, key, thread, tag, text, seal }
  })
}

/** The thread that a record is filed under; undefined for one that speaks of none. */
export function threadOf(record: RecordTypes[RecordKind]): string | undefined {
  return 'threadId' in record ? record.threadId : undefined
}

/** A server cannot be asked for it: JSON functions of some refuse a document with a NUL anywhere. */
function tagOf<K extends RecordKind>(kind: K, record: RecordTypes[K]): string | null {
  if (kind === 'analysis') return encodeKey((record as RecordTypes['analysis']).contentHash)
  if (kind === 'tombstone') return encodeKey((record as RecordTypes['tombstone']).key)
  if (kind === 'topicModel') return encodeKey((record as RecordTypes['topicModel']).analyzerKey)
  return null
}
