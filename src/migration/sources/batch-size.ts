/** Of JSON text, at once: with all that is under way some tens of megabytes of memory. */
export const BATCH_BYTES = 1024 ** 2
/** Records of a batch before which nothing was measured, and which may be all that is looked at. */
export const FIRST = 4

/** How many records to take at once, by how large those before them were: few at first, at most twice as many each time. */
export class BatchSize {
  readonly #most: number
  #size: number

  /** @param most records of a batch, however small they are */
  constructor(most: number, first = FIRST) {
    this.#most = most
    this.#size = Math.min(first, most)
  }

  get records(): number {
    return this.#size
  }

  note(records: number, bytes: number): void {
    if (records === 0 || bytes === 0) return
    // Of few small records nothing follows for those behind them.
    const most = Math.min(this.#most, this.#size * 2)
    this.#size = Math.max(1, Math.min(most, Math.floor((BATCH_BYTES * records) / bytes)))
  }
}
