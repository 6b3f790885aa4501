const FIRST = 16
const MOST = 200
/** Milliseconds: a batch that is quicker is doubled, one that is slower is halved. */
const QUICK = 500
const SLOW = 2000

/**
 * How many threads a run claims at once: few where each takes long, so that another run finds work as long as
 * there is any; many where asking would cost more than the work.
 */
export class BatchSize {
  #size = FIRST

  get size(): number {
    return this.#size
  }

  /** A batch of that many took so many milliseconds to analyze; what storing took, smaller batches would only add to. */
  took(count: number, milliseconds: number): void {
    // A batch that was cut short tells nothing of a whole one, unless it was slow all the same.
    if (milliseconds < QUICK && count >= this.#size) this.#size = Math.min(this.#size * 2, MOST)
    if (milliseconds > SLOW) this.#size = Math.max(1, Math.floor(this.#size / 2))
  }
}
