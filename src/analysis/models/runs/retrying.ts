import { isHitCraftError } from '../../../errors/hitcraft-error.ts'
import type { AskOptions, ModelProvider } from '../model-provider.ts'
import { refuseStopped, wait } from './wait.ts'
import { wrapped } from './wrapped.ts'

export interface RetryOptions {
  /** Calls at most, the first among them. Default 8. */
  readonly attempts?: number
  /** Milliseconds of the first pause, of which half is left to chance; each is twice the one before. Default 500. */
  readonly first?: number
  /** Milliseconds of the longest. Default 20,000. */
  readonly longest?: number
  /** From 0 to 1. Default `Math.random`. */
  readonly random?: () => number
}

/**
 * Makes calls again that failed for a reason which passes (UNAVAILABLE), after a pause that grows; where the service
 * says how long to wait, it waits that long and a little more, so that not all come back at once.
 */
export function retrying(provider: ModelProvider, options: RetryOptions = {}): ModelProvider {
  return wrapped(provider, (call, ask: AskOptions) => retried(call, ask, options))
}

/** One call, made again in the same way. */
export async function retried<T>(
  call: (ask: AskOptions) => Promise<T>,
  ask: AskOptions,
  options: RetryOptions = {},
): Promise<T> {
  const { attempts = 8, first = 500, longest = 20_000, random = Math.random } = options
  const pauseAfter = (failures: number, error: unknown) => {
    const asked = isHitCraftError(error) ? error.details['retryAfterMs'] : undefined
    const pause = Math.min(longest, first * 2 ** (failures - 1))
    if (typeof asked === 'number') return asked + random() * pause
    return pause / 2 + (random() * pause) / 2
  }
  for (let failures = 1; ; failures++) {
    try {
      return await call(ask)
    } catch (error) {
      // Of a run that is stopped no thread has failed.
      refuseStopped(ask.signal)
      if (!isHitCraftError(error, 'UNAVAILABLE') || failures >= attempts) throw error
      await wait(pauseAfter(failures, error), ask.signal)
    }
  }
}
