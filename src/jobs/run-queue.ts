import type { RunOptions } from '../analysis/run/run-options.ts'
import type { RunJob } from './jobs-state.ts'

/** What an analysis is asked for with. */
export type RunRequest = Pick<RunOptions, 'limit' | 'retopic' | 'budget' | 'sample' | 'only'>

/** Whom a queue tells. */
export interface RunEvents {
  /** Its state is another. */
  changed(): void
  /** So is what the store holds. */
  touched(): void
  /** An error that nobody waits for. */
  failed(error: unknown): void
}

/**
 * The analyses that are asked for: where they wait, and who does them. One is done at a time, and where it costs nothing another may
 * wait behind it for what came in meanwhile; whatever ends a process,
 * what is asked for and was not done is pending in the store.
 */
export interface RunQueue {
  /** The analysis that waits or is under way, else what ended the last. */
  readonly job: RunJob | undefined

  /** Takes up what waits from before. */
  start(): Promise<void>

  /**
   * Asks for an analysis. One that waits or runs already is the one, where the same is asked of it. Where analyses cost
   * nothing, one of all that is pending gives way while it waits, also if somebody asked for it: it is not told from one that
   * began by itself.
   *
   * @throws HitCraftError CONFLICT where another waits or runs: what it was asked for with stays
   */
  want(request: RunRequest): Promise<void>

  /**
   * Says that more is pending: where an analysis costs nothing, one that will take it up is under way or wanted. While the queue is
   * away that is remembered.
   */
  morePending(): Promise<void>

  /** Ends the analysis after the threads at hand, and all that wait. They are kept; the others stay pending. @throws HitCraftError NOT_FOUND */
  cancel(): Promise<void>

  /** Whether an analysis waits for this process to do it. */
  readonly waitsHere: boolean

  /** Does it. @returns whether an outage stands in the way: it waits on */
  workHere(): Promise<boolean>

  /** Lets what this process does come to a safe end. The rest waits for the next `start`. */
  close(): Promise<void>
}
