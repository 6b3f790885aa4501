import type { PendingThread } from '../../../../storage/chat-store.ts'

export type ThreadAsItIs = Pick<PendingThread, 'id' | 'contentHash'>

/**
 * What the runs of several workers have together when they are parts of one: what they may spend, the pause that
 * the service asked for, and what was tried in vain. Amounts are whole units of the budget, as `BudgetLimit` counts.
 */
export interface SharedRun {
  /** The same for all parts. */
  readonly id: string

  /**
   * Holds the most that a call can cost, in one step for all parts, so that what is spent and what is held never come to
   * more than the budget. Without a budget it only waits for the end of a pause.
   *
   * @param call its number in this part: asked again with the same, it is held once
   * @returns `wait`: not now, as the service wants a pause, or what others hold may be given back; `used up`: there is
   *   nobody who could give something back
   * @throws HitCraftError UNAVAILABLE
   */
  hold(call: number, most: number): Promise<'held' | 'wait' | 'used up'>

  /** Gives back what a call held, and counts what it cost; asked again, once. @throws HitCraftError UNAVAILABLE: then it may stay held */
  settle(call: number, cost: number): Promise<void>

  /** Holds back the calls of all parts for so many milliseconds from now. @throws HitCraftError UNAVAILABLE */
  pause(milliseconds: number): Promise<void>

  /** Notes threads that failed as they are: no part tries them again. Idempotent. @throws HitCraftError UNAVAILABLE */
  noteFailed(threads: readonly ThreadAsItIs[]): Promise<void>

  /** Those of the threads that failed as they are, in whichever part. @throws HitCraftError UNAVAILABLE */
  failedOf(threads: readonly ThreadAsItIs[]): Promise<readonly ThreadAsItIs[]>

  /** Whether any part has saved a result, as of a second ago. @throws HitCraftError UNAVAILABLE */
  hasSaved(): Promise<boolean>
}
