import { setTimeout as delay } from 'node:timers/promises'
import { HitCraftError } from '../../../errors/hitcraft-error.ts'

/** Waits so many milliseconds. @throws HitCraftError INTERRUPTED as soon as the signal comes */
export async function wait(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  refuseStopped(signal)
  try {
    await delay(milliseconds, undefined, signal === undefined ? {} : { signal })
  } catch (error) {
    refuseStopped(signal)
    throw error
  }
}

/** @throws HitCraftError INTERRUPTED where the signal has come */
export function refuseStopped(signal: AbortSignal | undefined): void {
  if (signal?.aborted === true) throw stopped()
}

export function stopped(): HitCraftError {
  return new HitCraftError('INTERRUPTED', 'the call was stopped before it was made')
}
