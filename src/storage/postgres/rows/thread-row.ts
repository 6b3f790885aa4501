import { encodeKey } from '../../../domain/values/ids.ts'
import { withAsOf } from '../../../domain/thread/merge-thread.ts'
import { summarize } from '../../../domain/thread/thread-summary.ts'
import { bodyHashOf, contentHashOf } from '../../../domain/thread/thread.ts'
import type { Thread } from '../../../domain/thread/thread.ts'
import { HitCraftError } from '../../../errors/hitcraft-error.ts'
import type { Row } from '../connection/database.ts'

/** Escapes that `jsonb` cannot hold: NUL, and halves of surrogate pairs. */
const NOT_IN_JSONB = /\\u(?:0000|d[89a-f][0-9a-f]{2})/

/** Columns of a thread's row, in the order of {@link threadValues}. */
export const THREAD_COLUMNS =
  'id, content, body, created_at, last, summary, content_hash, body_hash, as_of'

/** The values of a thread's row. */
export function threadValues(thread: Thread, bodyHash: string): (string | null)[] {
  const summary = summarize(thread)
  const json = JSON.stringify(thread)
  const fits = !NOT_IN_JSONB.test(json)
  return [
    encodeKey(thread.id),
    // What jsonb cannot hold stands beside it as text; then `content` is for readers of the table only.
    fits ? json : json.replace(/\\u0000|\\ud[89a-f][0-9a-f]{2}/g, String.raw`\ufffd`),
    fits ? null : json,
    summary.firstMessageAt?.slice(0, 23) ?? null,
    summary.lastMessageAt ?? '',
    JSON.stringify(summary),
    thread.contentHash,
    bodyHash,
    thread.asOf ?? '',
  ]
}

/**
 * The thread of a row (`content` and `body` as text), its hashes checked.
 * @throws HitCraftError CORRUPT
 */
export function threadOfRow(row: Row): Thread {
  const thread = JSON.parse(String(row['body'] ?? row['content'])) as Thread
  const isWhole =
    contentHashOf(thread.messages) === thread.contentHash && bodyHashOf(thread) === row['body_hash']
  if (!isWhole) {
    throw new HitCraftError(
      'CORRUPT',
      'a row of the table threads does not hold what was written',
      {
        remedy: 'Restore the row from a backup, or delete the thread and import it again.',
        details: { threadId: thread.id },
      },
    )
  }
  const asOf = String(row['as_of'] ?? '')
  return asOf > (thread.asOf ?? '') ? withAsOf(thread, asOf) : thread
}
