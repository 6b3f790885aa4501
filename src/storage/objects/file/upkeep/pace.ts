import { setImmediate } from 'node:timers/promises'
import { HitCraftError } from '../../../../errors/hitcraft-error.ts'
import type { UpkeepOptions } from '../../../chat-store.ts'

/** Milliseconds of work between two looks at whether it shall stop. */
const SLICE = 50

/** Lets the process live while long work goes on, tells how far it is, and ends it when asked to. */
export class Pace {
  readonly #options: UpkeepOptions
  total = 0
  #done = 0
  #until = performance.now() + SLICE

  constructor(options: UpkeepOptions) {
    this.#options = options
    this.#refuse()
  }

  /** One of `total` is done. */
  async step(): Promise<void> {
    this.#done++
    const wasLong = await this.rest()
    if (wasLong || this.#done === this.total) this.#options.onProgress?.(this.#done, this.total)
  }

  /** @returns whether a slice of time was over */
  async rest(): Promise<boolean> {
    if (performance.now() < this.#until) return false
    await setImmediate()
    this.#refuse()
    this.#until = performance.now() + SLICE
    return true
  }

  #refuse(): void {
    if (this.#options.signal?.aborted !== true) return
    throw new HitCraftError(
      'INTERRUPTED',
      'stopped before the end; everything was left as it was',
      {
        remedy: 'Run the same again: it begins anew.',
      },
    )
  }
}
