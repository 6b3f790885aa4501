import { HitCraftError, isHitCraftError } from '../../../errors/hitcraft-error.ts'
import type { ModelProvider } from '../model-provider.ts'
import type { RunStop } from './run-stop.ts'
import { wrapped } from './wrapped.ts'

export interface BreakerOptions {
  /** Failures one after another, none of the calls between answered. Default 8. */
  readonly failures?: number
  /** Milliseconds since the first of them. Default 30,000. */
  readonly after?: number
  /** Milliseconds that a service may ask to wait for. Default 120,000. */
  readonly patience?: number
  /** Milliseconds. Default the clock that is never set. */
  readonly now?: () => number
}

/**
 * Ends a run whose service does not answer: many calls failed one after another, for a while, whichever threads
 * they were for, or came to what is no answer; or it asks to wait for longer than anybody would. A call that it refuses for a reason which
 * all others share (PERMISSION, INVALID_CONFIG) ends the run at once.
 */
export function breaking(
  provider: ModelProvider,
  stop: RunStop,
  options: BreakerOptions = {},
): ModelProvider {
  const { failures: most = 8, after = 30_000, patience = 120_000 } = options
  const now = options.now ?? (() => performance.now())
  let failures = 0
  let since = 0
  const outage = (error: HitCraftError, why: string) =>
    stop.end(
      'outage',
      new HitCraftError('UNAVAILABLE', `${provider.name} ${why}: ${error.message}`, {
        cause: error,
        remedy: 'What was analyzed is kept. Run it again once the service answers.',
      }),
    )
  const failed = (error: HitCraftError) => {
    const asked = error.details['retryAfterMs']
    if (failures++ === 0) since = now()
    if (typeof asked === 'number' && asked > patience) {
      outage(error, `asks to wait for ${Math.ceil(asked / 60_000)} minutes`)
    } else if (failures >= most && now() - since >= after) {
      outage(error, `has answered none of the last ${failures} calls`)
    }
  }
  return wrapped(provider, async (call, ask) => {
    try {
      const answer = await call(ask)
      failures = 0
      return answer
    } catch (error) {
      if (isHitCraftError(error, 'UNAVAILABLE') || isHitCraftError(error, 'ANSWER_MALFORMED')) {
        failed(error)
      } else if (isHitCraftError(error, 'PERMISSION') || isHitCraftError(error, 'INVALID_CONFIG')) {
        stop.end('refused', error)
      }
      throw error
    }
  })
}
