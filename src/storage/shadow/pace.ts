/** How a shadow goes about it, in milliseconds where it is a time. */
export interface ShadowPace {
  /** Names that are copied at once. */
  readonly batch: number
  /** Pauses after a failure: the first, doubled up to the longest. */
  readonly firstPause: number
  readonly longestPause: number
  /** How long a write waits at most for room, where the shadow answers. */
  readonly wait: number
  /** How long closing waits at most for what is on its way. */
  readonly farewell: number
  /** How often a busy process says that it lives, at least. */
  readonly word: number
  /** One read in so many is compared. */
  readonly share: number
  /** When a read that was answered differently is looked at again: lag is no loss. */
  readonly looks: readonly number[]
}

export const PACE: ShadowPace = {
  batch: 100,
  firstPause: 500,
  longestPause: 30_000,
  wait: 1_000,
  farewell: 10_000,
  word: 2_000,
  share: 10,
  looks: [0, 2_000, 10_000],
}
