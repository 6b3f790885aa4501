import { maybeTextOf, textOf } from '../../core/row-reader.ts'
import { decodeKey } from '../../../domain/values/ids.ts'
import type { ThreadSummary } from '../../../domain/thread/thread-summary.ts'
import type { Thread } from '../../../domain/thread/thread.ts'
import { jsonIfAny } from '../../../domain/values/json.ts'
import type { Piece } from '../../core/damaged.ts'
import { threadSeal, wholeThread } from '../../core/sealed.ts'
import type { Row } from '../connection/database.ts'

/** Escapes that `jsonb` cannot hold: NUL, and halves of surrogate pairs. */
const NOT_IN_JSONB = /\\u(?:0000|d[89a-f][0-9a-f]{2})/

/** Columns of a thread's row, in the order of {@link threadValues}. */
export const THREAD_COLUMNS =
  'id, content, body, created_at, last, summary, content_hash, body_hash, as_of, seal'
/** Their types, in the same order. */
export const THREAD_TYPES = ['text', 'jsonb', 'text', 'timestamp', ...Array<string>(6).fill('text')]

/** The values of a thread's row. */
export function threadValues({ thread, key, summary, hash }: ThreadToFile): (string | null)[] {
  const json = JSON.stringify(thread)
  const fits = !NOT_IN_JSONB.test(json)
  const asOf = thread.asOf ?? ''
  return [
    key,
    // What jsonb cannot hold stands beside it as text; then `content` is for readers of the table only.
    fits ? json : json.replace(/\\u0000|\\ud[89a-f][0-9a-f]{2}/g, String.raw`\ufffd`),
    fits ? null : json,
    summary.firstMessageAt?.slice(0, 23) ?? null,
    summary.lastMessageAt ?? '',
    JSON.stringify(summary),
    thread.contentHash,
    hash,
    asOf,
    threadSeal({ key, bodyHash: hash, asOf }),
  ]
}

/** A thread with what stands beside it in its row. */
export interface ThreadToFile {
  readonly thread: Thread
  /** The encoded id. */
  readonly key: string
  readonly summary: ThreadSummary
  /** The body hash. */
  readonly hash: string
}

/** What {@link threadOfRow} needs of a row. */
export const READ_COLUMNS =
  'id, CASE WHEN body IS NULL THEN content::text END AS content, body, body_hash, as_of, seal'

/**
 * A row that is ours. One of another program has neither; of ours one may be lost, and then it is damaged
 * and not to be adopted.
 */
export const IS_OURS = '(body_hash IS NOT NULL OR seal IS NOT NULL)'

/**
 * The thread of a row, its hashes checked, and that it is the one whose row it is.
 * @throws HitCraftError CORRUPT
 */
export function threadOfRow(row: Row): Thread {
  const key = textOf(row, 'id')
  const piece = pieceOfRow(key)
  const stored = {
    key,
    bodyHash: maybeTextOf(row, 'body_hash') ?? '',
    asOf: maybeTextOf(row, 'as_of') ?? '',
    seal: maybeTextOf(row, 'seal') ?? '',
  }
  const text = maybeTextOf(row, 'body') ?? maybeTextOf(row, 'content') ?? ''
  return wholeThread(jsonIfAny(text), stored, piece)
}

/** @param key encoded id */
export function pieceOfRow(key: string): Piece {
  return { kind: 'thread', id: decodeKey(key), place: `table threads, row ${JSON.stringify(key)}` }
}
