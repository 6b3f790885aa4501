import { setTimeout as delay } from 'node:timers/promises'

/** Waits so many milliseconds, or until a signal comes. */
export async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  await delay(milliseconds, undefined, { signal }).catch((error: unknown) => {
    if (!signal.aborted) throw error
  })
}
