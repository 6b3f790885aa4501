import { setImmediate } from 'node:timers/promises'
import { HitCraftError } from '../../../errors/hitcraft-error.ts'
import type { UpkeepOptions } from '../../chat-store.ts'

/** Milliseconds of work between two looks at what else the process has to do. */
const SLICE = 50

/** Lets the process live while long work goes on, tells how far it is, and ends it when asked to. */
export class Pace {
  readonly #options: UpkeepOptions
  /** Pieces of work, as far as it is known. */
  total: number
  #done = 0
  #until = performance.now() + SLICE

  /** @throws HitCraftError INTERRUPTED, as all of this, once the signal has come */
  constructor(options: UpkeepOptions = {}, total = 0) {
    this.#options = options
    this.total = total
    this.#refuse()
  }

  /** So many more of `total` are done. */
  async step(count = 1): Promise<void> {
    this.#refuse()
    this.#done = Math.min(this.#done + count, this.total)
    const wasLong = await this.rest()
    if (wasLong || this.#done === this.total) this.#tell()
  }

  /** @returns whether a slice of time was over */
  async rest(): Promise<boolean> {
    if (performance.now() < this.#until) return false
    await setImmediate()
    this.#refuse()
    this.#until = performance.now() + SLICE
    return true
  }

  /** All is done, however much others have added or taken meanwhile. */
  end(): void {
    this.#done = this.total
    this.#tell()
  }

  #tell(): void {
    this.#options.onProgress?.(this.#done, this.total)
  }

  #refuse(): void {
    if (this.#options.signal?.aborted !== true) return
    throw new HitCraftError('INTERRUPTED', 'stopped before the end', {
      remedy: 'Run the same again.',
    })
  }
}
