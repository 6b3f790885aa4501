import { setImmediate } from 'node:timers/promises'
import { HitCraftError } from '../../errors/hitcraft-error.ts'

/** When a loop begins by itself. */
export interface LoopPace {
  /** Milliseconds after the last wake: what is asked first comes first. */
  readonly quiet: number
  /** Whether so much waits that it begins at once. */
  readonly isUrgent: () => boolean
}

const CALM: LoopPace = { quiet: 250, isUrgent: () => false }

/**
 * Lets an index follow the writes in batches, when the store is quiet or when somebody waits for it. An
 * engine gives one batch; when to work, and when to end, is told here.
 */
export class IndexLoop {
  readonly #batch: (isAwaited: boolean) => Promise<boolean>
  readonly #pace: LoopPace
  #timer: NodeJS.Timeout | undefined
  /** The end of the work that was begun last; two at once would wait for each other's rows. */
  #last: Promise<void> = Promise.resolve()
  /** Who waits for the end. */
  #awaited = 0
  /** Whether it begins at the next turn of the timers. */
  #isDue = false
  #isWorking = false
  #isStopped = false

  /** @param batch indexes some of what is new, and says whether there may be more */
  constructor(batch: (isAwaited: boolean) => Promise<boolean>, pace = CALM) {
    this.#batch = batch
    this.#pace = pace
  }

  /** There may be something new to index. */
  wake(): void {
    // What is urgent is not put off by the next write.
    if (this.#isStopped || this.#isDue) return
    clearTimeout(this.#timer)
    const { quiet, isUrgent } = this.#pace
    this.#isDue = !this.#isWorking && isUrgent()
    this.#timer = setTimeout(() => this.#begin(), this.#isDue ? 0 : quiet)
    this.#timer.unref()
  }

  /**
   * Resolves when everything written before can be found.
   * @throws what keeps it from that; INTERRUPTED when the signal comes
   */
  async flush(signal?: AbortSignal): Promise<void> {
    this.#awaited++
    try {
      await this.#queue(signal)
    } finally {
      this.#awaited--
    }
  }

  /** Ends the work after the batch at hand. */
  async stop(): Promise<void> {
    this.#isStopped = true
    clearTimeout(this.#timer)
    await this.#last
  }

  #begin(): void {
    this.#isDue = false
    // An outage is met again, and told, by whoever flushes or searches.
    this.#queue().catch(() => undefined)
  }

  #queue(signal?: AbortSignal): Promise<void> {
    const work = this.#last.then(() => this.#work(signal))
    this.#last = work.catch(() => undefined)
    return work
  }

  async #work(signal: AbortSignal | undefined): Promise<void> {
    this.#isWorking = true
    try {
      while (!this.#isStopped && (await this.#batch(this.#awaited > 0))) {
        if (signal?.aborted === true) throw interrupted()
        await setImmediate()
      }
    } finally {
      this.#isWorking = false
    }
  }
}

function interrupted(): HitCraftError {
  return new HitCraftError('INTERRUPTED', 'the search index is not complete yet', {
    remedy: 'It is completed in the background; hitcraft reindex waits for it.',
  })
}
