import { isHitCraftError } from '../../../../errors/hitcraft-error.ts'
import type { ModelProvider } from '../../model-provider.ts'
import type { SharedRun } from './shared-run.ts'
import { wrapped } from '../wrapped.ts'

/** Tells all parts of a shared run of a pause that the service asks for, before anybody makes another call. */
export function pausing(provider: ModelProvider, shared: Pick<SharedRun, 'pause'>): ModelProvider {
  return wrapped(provider, async (call, ask) => {
    try {
      return await call(ask)
    } catch (error) {
      const pause = isHitCraftError(error) ? error.details['retryAfterMs'] : undefined
      // Where it cannot be told each part finds out by itself.
      if (typeof pause === 'number') await shared.pause(pause).catch((second: unknown) => second)
      throw error
    }
  })
}
