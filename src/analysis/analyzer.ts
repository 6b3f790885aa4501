import type { Analysis } from '../domain/analysis/analysis.ts'
import type { Thread } from '../domain/thread/thread.ts'

/**
 * Reads one thread and returns one analysis. A pure function of the thread and of what the key names:
 * never of other threads, the clock or chance. What it cannot tell is absent; it never makes up a
 * result, and an error is thrown, so that the thread stays pending.
 */
export interface Analyzer {
  /** See `analyzerKeyOf`. */
  readonly key: string

  /**
   * The analysis at the thread's content hash, its evidence already checked: an invalid quote is
   * dropped and counted, and so is an item left without evidence.
   *
   * @throws HitCraftError UNAVAILABLE (retryable), INVALID_INPUT, INTERRUPTED
   */
  analyze(thread: Thread, options?: { readonly signal?: AbortSignal }): Promise<Analysis>
}
