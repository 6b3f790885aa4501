import type { RecordKind, RecordTypes } from '../../domain/records.ts'
import type { Thread } from '../../domain/thread/thread.ts'
import type { Damage } from '../../storage/chat-store.ts'
import type { MovedKind } from './moved-kinds.ts'

/** One record with its hash, read back from a source, or what is wrong with it. */
export type WalkedRecord = WholeRecord | DamagedRecord

export interface WholeRecord {
  readonly kind: MovedKind
  readonly id: string
  /** SHA-256 of the record's canonical JSON, computed from what was read. */
  readonly hash: string
  /** About as many as its JSON takes; 0 where only the hash is known. */
  readonly bytes: number
  readonly value: unknown
  /** Of a record of which a receipt tells no more than hash and thread: the digits of that (`threadDigits`). */
  readonly threadDigits?: string
}

export interface DamagedRecord {
  readonly kind: MovedKind
  /** Empty where the bytes do not tell it. */
  readonly id: string
  readonly damage: Damage
}

export function isWhole(record: WalkedRecord): record is WholeRecord {
  return !('damage' in record)
}

export function byId(records: readonly WalkedRecord[]): ReadonlyMap<string, WalkedRecord> {
  return new Map(records.map((record) => [record.id, record]))
}

/** About as many as its JSON takes. */
export function bytesOf(record: WalkedRecord): number {
  return isWhole(record) ? record.bytes : 0
}

export function threadIn({ value }: Pick<WholeRecord, 'value'>): Thread {
  return value as Thread
}

/** The record, of that kind. */
export function recordIn<K extends RecordKind>(
  _kind: K,
  { value }: Pick<WholeRecord, 'value'>,
): RecordTypes[K] {
  return value as RecordTypes[K]
}

/** The threads of a page of them. */
export function threadsIn(page: readonly WholeRecord[]): Thread[] {
  return page.map(threadIn)
}

/** The records of a page of that kind. */
export function recordsIn<K extends RecordKind>(
  kind: K,
  page: readonly WholeRecord[],
): RecordTypes[K][] {
  return page.map((record) => recordIn(kind, record))
}
