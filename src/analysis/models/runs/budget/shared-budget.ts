import { HitCraftError, isHitCraftError } from '../../../../errors/hitcraft-error.ts'
import { usedUp } from './budget.ts'
import type { Budget, Settle } from './budget.ts'
import type { RunStop } from '../run-stop.ts'
import type { SharedRun } from './shared-run.ts'
import { refuseStopped, wait } from '../wait.ts'

/** Milliseconds between two questions of one that waits. */
const PAUSE = { first: 20, longest: 500 } as const
/** Milliseconds that whoever keeps the budget may be away before the run ends for it. */
const PATIENCE = 30_000

/** The budget of a run that is shared: it is kept elsewhere, and asked before and after each call. */
export class SharedBudget implements Budget {
  readonly #shared: SharedRun
  readonly #stop: RunStop
  /** One asks at a time, first come first served. */
  #turn: Promise<unknown> = Promise.resolve()
  #calls = 0

  constructor(shared: SharedRun, stop: RunStop) {
    this.#shared = shared
    this.#stop = stop
  }

  hold(most: number, signal: AbortSignal | undefined): Promise<Settle> {
    const held = this.#turn.then(() => this.#hold(most, signal))
    this.#turn = held.catch((error: unknown) => error)
    return held
  }

  async #hold(most: number, signal: AbortSignal | undefined): Promise<Settle> {
    // By its number a call is held once and settled once, also where an answer is lost and the question is asked again.
    const call = this.#calls++
    const settle: Settle = async (cost) => {
      await this.#patiently(() => this.#shared.settle(call, cost), undefined)
    }
    let pause: number = PAUSE.first
    for (;;) {
      refuseStopped(signal)
      const answer = await this.#patiently(() => this.#shared.hold(call, most), signal)
      if (answer === 'held') break
      if (answer === 'used up') this.#stop.end('budget', usedUp(true))
      await wait(pause, signal)
      pause = Math.min(pause * 2, PAUSE.longest)
    }
    if (signal?.aborted === true) {
      await settle(0)
      refuseStopped(signal)
    }
    return settle
  }

  /** @returns undefined where it cannot be reached: the run is stopped by then */
  async #patiently<T>(
    question: () => Promise<T>,
    signal: AbortSignal | undefined,
  ): Promise<T | undefined> {
    const deadline = performance.now() + PATIENCE
    for (let pause: number = PAUSE.first; ; pause = Math.min(pause * 2, PAUSE.longest)) {
      try {
        return await question()
      } catch (error) {
        if (!isHitCraftError(error, 'UNAVAILABLE') || performance.now() > deadline) {
          this.#stop.end('failure', unkept(error))
          return undefined
        }
      }
      await wait(pause, signal)
    }
  }
}

function unkept(cause: unknown): HitCraftError {
  const why = isHitCraftError(cause) ? `: ${cause.message}` : ''
  return new HitCraftError('UNAVAILABLE', `the budget that is shared cannot be asked${why}`, {
    cause,
    remedy: 'What was analyzed is kept. Look at the database of JOBS_URL.',
  })
}
