import { randomUUID } from 'node:crypto'
import { isHitCraftError } from '../../../../errors/hitcraft-error.ts'
import type { ObjectStore } from '../../object-store.ts'
import { LAYOUT } from '../layout.ts'

/** Milliseconds after which a mark may be one that was copied with the bucket. */
const FRESH = 60_000
const ATTEMPTS = 5

/**
 * What the bucket is, whichever address it was reached by: a random mark in it. A copy of the bucket has the
 * mark too, so a mark that is not of this minute is written anew, and the copy's becomes another. Under a role
 * that may not write there, the address.
 */
export async function identityOf(objects: ObjectStore): Promise<string> {
  for (let attempt = 1; ; attempt++) {
    const found = await objects.get(LAYOUT.identity)
    const mark = found?.bytes.toString('utf8') ?? ''
    const age = Date.now() - Number(mark.split(' ')[0])
    if (Math.abs(age) < FRESH) return mark
    try {
      await objects.put(
        LAYOUT.identity,
        Buffer.from(`${Date.now()} ${randomUUID()}`),
        found === undefined ? 'absent' : { etag: found.etag },
      )
    } catch (error) {
      if (isHitCraftError(error, 'PERMISSION')) return objects.location
      if (!isHitCraftError(error, 'CONFLICT') || attempt === ATTEMPTS) throw error
    }
  }
}
