import type { Analysis } from '../domain/analysis/analysis.ts'
import type { Thread } from '../domain/thread/thread.ts'
import type { ModelProvider, ModelRequest } from './models/model-provider.ts'

export interface AnalyzeOptions {
  readonly signal?: AbortSignal
  /** For an analyzer that asks a model about a long thread window by window. Default none. */
  readonly kept?: KeptAnswers
  /** All windows are looked at also where one failed: their answers are paid for already. Default false: it asks no further. */
  readonly isPaid?: boolean
}

/** What was answered to windows of threads that have no analysis yet, each answer by a hash of what was sent. */
export interface KeptAnswers {
  of(threadId: string): Promise<ReadonlyMap<string, string>>
  /** Keeps these in the place of those before. */
  keep(threadId: string, answers: ReadonlyMap<string, string>): Promise<void>
}

/**
 * Reads one thread and returns one analysis. A pure function of the thread and of what the key names:
 * never of other threads, the clock or chance. What it cannot tell is absent; it never makes up a
 * result, and an error is thrown, so that the thread stays pending.
 */
export interface Analyzer {
  /** See `analyzerKeyOf`. */
  readonly key: string

  /** Threads that it may be given before it has answered the first of them; looked at before each. Default 1. */
  readonly atOnce?: number

  /**
   * The analysis at the thread's content hash, its evidence already checked: an invalid quote is
   * dropped and counted, and so is an item left without evidence.
   *
   * @throws HitCraftError UNAVAILABLE (retryable), INVALID_INPUT, INTERRUPTED
   */
  analyze(thread: Thread, options?: AnalyzeOptions): Promise<Analysis>

  /** How it asks a model, which costs something; absent for one that asks none. */
  readonly asks?: Asking
}

/** What a run must know of an analyzer that asks a model, to plan what it costs and to keep to a budget. */
export interface Asking {
  /** Whom it asks; it makes no call but through this. */
  readonly provider: ModelProvider

  /** The same analyzer, asking the same model through another provider, as one that keeps a budget. */
  through(provider: ModelProvider): Analyzer

  /** The requests that it makes of a thread, as they would be sent. Nothing is sent. */
  requestsOf(thread: Thread): readonly ModelRequest[] | Promise<readonly ModelRequest[]>

  /** What stands in them for personal data that was taken out: `[MAIL_1]`. None of these is in the thread itself. */
  placeholdersOf(thread: Thread): readonly string[]
}

/** One that holds something, as threads of its own. */
export interface OpenAnalyzer extends Analyzer {
  /** Lets go of it. Idempotent. */
  close(): Promise<void>
}
