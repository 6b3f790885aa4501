import { isHitCraftError } from '../../../errors/hitcraft-error.ts'
import type { ModelProvider } from '../model-provider.ts'
import type { CallSlots } from './call-slots.ts'
import { wrapped } from './wrapped.ts'

/** With these a service says that it is called too often: of one caller, and of all. */
const TOO_MANY: ReadonlySet<unknown> = new Set([429, 529])

/** Calls the provider no more often at once than there are slots, and less once it says that it is too much. */
export function inSlots(provider: ModelProvider, slots: CallSlots): ModelProvider {
  return wrapped(provider, async (call, ask) => {
    const slot = await slots.enter(ask.signal)
    try {
      const answer = await call(ask)
      slot.answered()
      return answer
    } catch (error) {
      const details = isHitCraftError(error) ? error.details : {}
      const pause = details['retryAfterMs']
      if (TOO_MANY.has(details['status'])) slot.limited(typeof pause === 'number' ? pause : 0)
      else slot.left()
      throw error
    }
  })
}
