import { HitCraftError } from '../../../../errors/hitcraft-error.ts'
import { Line } from '../line.ts'
import type { RunStop } from '../run-stop.ts'

/** What the calls of a run may cost, in whole units. */
export interface Budget {
  /**
   * Holds the most that a call can cost, once it is free.
   *
   * @param signal comes at the latest when the run is stopped
   * @throws HitCraftError INTERRUPTED when the signal comes
   */
  hold(most: number, signal: AbortSignal | undefined): Promise<Settle>
}

/** Gives back what a call held and did not cost. Never rejects: where that cannot be told, the run is stopped. */
export type Settle = (cost: number) => Promise<void>

/**
 * A hard cap of one run. A call first holds the most that it can cost, and is not made before that much is free:
 * so what is spent and what is held never come to more than the cap. When the next one does not fit and none
 * is under way that could give something back, the budget is used up.
 */
export class OwnBudget implements Budget {
  readonly #cap: number
  readonly #stop: RunStop
  readonly #line = new Line<number>()
  #spent = 0
  #held = 0

  constructor(cap: number, stop: RunStop) {
    this.#cap = cap
    this.#stop = stop
  }

  get spent(): number {
    return this.#spent
  }

  async hold(most: number, signal: AbortSignal | undefined): Promise<Settle> {
    const turn = this.#line.join(most, signal)
    this.#grant()
    await turn
    return async (cost) => {
      this.#held -= most
      this.#spent += cost
      this.#grant()
    }
  }

  #grant(): void {
    for (let next = this.#line.first; next !== undefined; next = this.#line.first) {
      if (this.#spent + this.#held + next.what > this.#cap) {
        if (this.#held === 0) this.#stop.end('budget', usedUp(this.#spent > 0))
        return
      }
      this.#held += next.what
      this.#line.admit()
    }
  }
}

/**
 * Why a run makes no more calls whose budget has no room for the next one.
 *
 * @param wasSpentOf whether anything was spent of it
 */
export function usedUp(wasSpentOf: boolean): HitCraftError {
  const message = wasSpentOf
    ? 'what is left of the budget is less than the next call may cost at most'
    : 'the budget is less than the first call may cost at most'
  return new HitCraftError('INTERRUPTED', message, {
    remedy: 'What was analyzed is kept. Run it again with another budget to go on.',
  })
}
