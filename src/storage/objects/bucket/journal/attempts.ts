import { setTimeout as delay } from 'node:timers/promises'
import { HitCraftError } from '../../../../errors/hitcraft-error.ts'

/** About a minute of pauses: what is lost that often is not lost to another writer. */
const MOST = 150
const LONGEST = 500

/**
 * Waits a growing, random while before another attempt at what others were faster with.
 *
 * @param attempt how many were in vain, from 1
 * @throws HitCraftError CONFLICT after too many
 */
export async function pauseAfter(attempt: number, location: string): Promise<void> {
  if (attempt >= MOST) {
    throw new HitCraftError(
      'CONFLICT',
      `${location}: an object is not what it was, again and again`,
      {
        remedy:
          'Run it again when other writers have ended. A lease, a lock or a retention rule on the ' +
          'objects keeps this store from writing: take it away.',
      },
    )
  }
  await delay(Math.random() * Math.min(10 * 2 ** attempt, LONGEST))
}
