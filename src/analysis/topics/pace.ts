import { setImmediate } from 'node:timers/promises'
import { HitCraftError } from '../../errors/hitcraft-error.ts'

/** Milliseconds of work after which the event loop gets its turn. */
const SLICE = 20

/** Called between small pieces of work: lets others have their turn, and ends the work when it is told to. */
export type Pace = () => Promise<void>

/** @returns a pace that throws HitCraftError INTERRUPTED once the signal is aborted */
export function paceOf(signal?: AbortSignal): Pace {
  let ends = performance.now() + SLICE
  return async () => {
    if (performance.now() < ends) return
    await setImmediate()
    if (signal?.aborted === true) throw stopped()
    ends = performance.now() + SLICE
  }
}

export function stopped(): HitCraftError {
  return new HitCraftError('INTERRUPTED', 'the fitting of topics was stopped')
}
