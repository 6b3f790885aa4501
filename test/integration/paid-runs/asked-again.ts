import type { HistoryEntry } from '../../../src/domain/analysis/run.ts'
import type { Asked, Behave } from '../../services/models/model-double.ts'
import { threadId } from '../every-backend/pieces.ts'

/** The thread that a call is about. */
export function threadAsked({ transcript }: Asked): string {
  return threadId(Number(/in talk (\d+)/.exec(transcript)?.[1] ?? Number.NaN))
}

/** A service that knows when it was asked for what. */
export interface TimedService {
  readonly behave: Behave
  /** Threads that it was asked for after their saved analysis was made. */
  readonly askedAgain: (entries: readonly HistoryEntry[]) => readonly string[]
}

export function timed(behave: Behave): TimedService {
  const calls: { readonly thread: string; readonly at: string }[] = []
  return {
    behave: (asked) => {
      calls.push({ thread: threadAsked(asked), at: new Date().toISOString() })
      return behave(asked)
    },
    askedAgain: (entries) => {
      const made = new Map(entries.map(({ threadId: id, timestamp }) => [id, timestamp]))
      // Each process of a machine reads one clock, and an analysis is made behind all calls that it took.
      return calls
        .filter(({ thread, at }) => at > (made.get(thread) ?? at))
        .map((one) => one.thread)
    },
  }
}
