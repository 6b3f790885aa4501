import { HitCraftError } from '../../../errors/hitcraft-error.ts'
import { pause } from '../../run/pause.ts'

/** Milliseconds that a call under way may take when its run is interrupted: it is paid for, and its answer is kept. */
const GRACE = 20_000

/** Waits so many milliseconds. @throws HitCraftError INTERRUPTED as soon as the signal comes */
export async function wait(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  refuseStopped(signal)
  await pause(milliseconds, signal)
  refuseStopped(signal)
}

/** @throws HitCraftError INTERRUPTED where the signal has come */
export function refuseStopped(signal: AbortSignal | undefined): void {
  if (signal?.aborted === true) throw stopped()
}

export function stopped(): HitCraftError {
  return new HitCraftError('INTERRUPTED', 'the call was stopped before it was made')
}

/** A signal that comes a while after another. */
export interface Graceful {
  readonly signal: AbortSignal
  /** Lets go of what was held for it. */
  readonly close: () => void
}

export function graceful(signal: AbortSignal | undefined): Graceful {
  const later = new AbortController()
  let grace: NodeJS.Timeout | undefined
  const interrupt = () => {
    grace = setTimeout(() => later.abort(signal?.reason), GRACE)
  }
  signal?.addEventListener('abort', interrupt, { once: true })
  return {
    signal: later.signal,
    close() {
      signal?.removeEventListener('abort', interrupt)
      clearTimeout(grace)
    },
  }
}
