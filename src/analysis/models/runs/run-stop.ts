import type { HitCraftError } from '../../../errors/hitcraft-error.ts'

/**
 * Why no more calls are made: the budget is used up; the service fails; it refuses all calls, as for a wrong
 * key; the run fails, whatever the service does.
 */
export type StopReason = 'budget' | 'outage' | 'refused' | 'failure'

export interface Stop {
  readonly reason: StopReason
  readonly error: HitCraftError
}

/** Whether the calls of a run have come to an end before its threads; the first reason stands. */
export class RunStop {
  readonly #abort = new AbortController()
  #stop: Stop | undefined

  /** Aborts with the error of the stop. */
  get signal(): AbortSignal {
    return this.#abort.signal
  }

  get stop(): Stop | undefined {
    return this.#stop
  }

  end(reason: StopReason, error: HitCraftError): void {
    if (this.#stop !== undefined) return
    this.#stop = { reason, error }
    this.#abort.abort(error)
  }
}
