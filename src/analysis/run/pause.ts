import { setTimeout as delay } from 'node:timers/promises'

/** Waits so many milliseconds, or until a signal comes. */
export async function pause(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  const stopping = signal === undefined ? {} : { signal }
  await delay(milliseconds, undefined, stopping).catch((error: unknown) => {
    if (signal?.aborted !== true) throw error
  })
}
