/** Of JSON text, in one page: with all pages under way some tens of megabytes of memory. */
const BYTES = 1024 ** 2
const MOST = 200
const FIRST = 50

/** How many records go in a page, by how large those before them were. */
export class PageSize {
  #size = FIRST

  get records(): number {
    return this.#size
  }

  note(records: number, bytes: number): void {
    if (records === 0 || bytes === 0) return
    // Of few small records nothing follows for those behind them.
    const most = Math.min(MOST, this.#size * 2)
    this.#size = Math.max(1, Math.min(most, Math.floor((BYTES * records) / bytes)))
  }
}
