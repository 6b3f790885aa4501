import { prefixKeys } from '../../../domain/thread/thread-identity.ts'
import { summarize } from '../../../domain/thread/thread-summary.ts'
import type { ThreadSummary } from '../../../domain/thread/thread-summary.ts'
import type { Thread } from '../../../domain/thread/thread.ts'

/** All that the catalog keeps of a thread, so that whoever has this needs no body. */
export interface ThreadRow {
  readonly summary: ThreadSummary
  readonly bodyHash: string
  /** `''` where no export has a time. */
  readonly asOf: string
  /** Users whose every message has lost to another form: kept so that erasing them finds the thread. */
  readonly lostUsers: readonly string[]
  readonly prefixKeys: readonly string[]
}

export function threadRow(thread: Thread, bodyHash: string): ThreadRow {
  const summary = summarize(thread)
  const lost = new Set(thread.revisions.flatMap(({ userId }) => userId ?? []))
  return {
    summary,
    bodyHash,
    asOf: thread.asOf ?? '',
    lostUsers: [...lost].filter((user) => !summary.userIds.includes(user)),
    prefixKeys: prefixKeys(thread),
  }
}

/** Where a body lies: in the log, in an object of that ETag, or (absent) in the file of its name. */
export type BodyPlace =
  | { readonly segment: number; readonly offset: number; readonly length: number }
  | { readonly etag: string }
