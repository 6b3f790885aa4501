import type { Binary, Document } from 'mongodb'
import type { RecordKind } from '../../../domain/records.ts'

/** JSON text, or its zlib stream where it is long. */
export type Packed = string | Binary

/**
 * A thread as people read it by other tools: its own fields at the top, those of others beside them, ours
 * under one name. One write changes all of it. Strings that are compared are encoded (`encodeKey`).
 */
export interface ThreadDocument extends ReadableThread {
  readonly id: string
  readonly hitcraft: OwnFields
}

/** What a person sees who opens the collection; nothing is read from it. */
export interface ReadableThread {
  readonly title: string | null
  /** The first of them, up to a megabyte: `hitcraft.messageCount` says how many there are. */
  readonly messages: readonly ReadableMessage[]
  readonly created_at: Date | null
}

export interface ReadableMessage {
  readonly id: string
  readonly role: string
  readonly userId?: string
  readonly createdAt?: string
  /** Of a part that is no text the type alone. */
  readonly content: readonly { readonly type: string; readonly text?: string }[]
}

/** What a thread is to this program, and everything derived from it. */
export interface OwnFields {
  /** Another after each write: what a writer compares before it sets. */
  readonly rev: string
  readonly messageCount: number
  /** Last message time; `''` for a thread without times. */
  readonly last: string
  /** JSON. */
  readonly summary: string
  readonly contentHash: string
  readonly bodyHash: string
  readonly asOf: string
  /** See `threadSeal`. */
  readonly seal: string
  /** Null when the body lies in parts. */
  readonly body: Packed | null
  readonly parts: { readonly version: string; readonly count: number } | null
  /** What a thread is found by under each analyzer key and under none: see `tags.ts`. */
  readonly tags: readonly string[]
  /** Of the analyses at the present content: JSON under each key. */
  readonly labels: readonly { readonly key: string; readonly labels: string }[]
  readonly prefixKeys: readonly string[]
  readonly tokens: readonly string[]
  /** Whether `tokens` are those of the present body. */
  readonly searchable: boolean
}

export interface PartDocument {
  readonly thread: string
  readonly version: string
  readonly n: number
  readonly data: Binary
  /** A change that cannot be made, whoever tries: it is kept for people to look at. */
  readonly aside?: boolean
}

export interface RecordDocument {
  /** Kind, line feed, encoded id: in the order of the ids within a kind. */
  readonly _id: string
  readonly kind: RecordKind
  readonly thread: string | null
  /** What statements must know of a record: see `tagOfRecord`. */
  readonly tag: string | null
  readonly body: Packed
  /** See `recordSeal`. */
  readonly seal: string
}

/** A document that did not hold and was replaced, as it was. */
export interface DamagedDocument {
  /** Encoded id of the thread. */
  readonly thread: string
  readonly keptAt: Date
  /** The thread's own, or one with a part of its body. */
  readonly original: Document
}

export interface HistoryDocument {
  /** Our entry's encoded id; of rows of others, what it was. */
  readonly _id: string
  readonly entry_id: string
  readonly thread_id: string
  readonly session_id: string
  readonly timestamp: Date | null
  readonly message_count: number | null
}

export interface OriginalDocument {
  readonly _id: unknown
  readonly thread: string
  readonly original: Document
}

export interface MetaDocument {
  readonly _id: 'schema' | 'analyzer keys' | 'probe'
  readonly version?: number
  readonly keys?: readonly string[]
  readonly at?: Date
}

export interface ClaimsDocument {
  /** Encoded analyzer key. */
  readonly _id: string
  /** JSON: see `core/claims/ledger.ts`. */
  readonly ledger: string
}

/** How many documents there are of threads and of each kind of records. */
export type DocumentCounts = Readonly<Partial<Record<'thread' | RecordKind, number>>>

export interface LockDocument {
  /** Grows with each holder: the highest is the lock. */
  readonly _id: number
  readonly holder: string
  readonly beat: number
  readonly released: boolean
  /** Whether something may be half done. */
  readonly dirty: boolean
  /** Of the documents that stand there at the end; absent while the lease is held, or where that is not known. */
  readonly counts?: DocumentCounts
}

export interface UnfinishedDocument {
  readonly _id: string
  readonly n: number
  readonly data: Binary
}
