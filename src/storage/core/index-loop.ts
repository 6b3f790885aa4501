/** Milliseconds after the last wake before the work begins: what is asked first comes first. */
const QUIET = 250

/**
 * Lets an index follow the writes in batches, when the store is quiet or when somebody waits for it. An
 * engine gives one batch; when to work, and when to end, is told here.
 */
export class IndexLoop {
  readonly #batch: () => Promise<number>
  #timer: NodeJS.Timeout | undefined
  /** The end of the work that was begun last; two at once would wait for each other's rows. */
  #last: Promise<void> = Promise.resolve()
  #stopped = false

  /** @param batch indexes some of what is new, and says how many it looked at; none ends the work */
  constructor(batch: () => Promise<number>) {
    this.#batch = batch
  }

  /** There may be something new to index. */
  wake(): void {
    clearTimeout(this.#timer)
    if (this.#stopped) return
    // An outage is met again, and told, by whoever flushes or searches.
    this.#timer = setTimeout(() => void this.flush().catch(() => undefined), QUIET)
    this.#timer.unref()
  }

  /** Resolves when everything written before can be found. */
  flush(): Promise<void> {
    const work = this.#last.then(() => this.#work())
    this.#last = work.catch(() => undefined)
    return work
  }

  /** Ends the work after the batch at hand. */
  async stop(): Promise<void> {
    this.#stopped = true
    clearTimeout(this.#timer)
    await this.#last
  }

  async #work(): Promise<void> {
    while ((await this.#batch()) > 0) {
      if (this.#stopped) return
    }
  }
}
