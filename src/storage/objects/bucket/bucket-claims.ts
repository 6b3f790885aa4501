import { safeName } from '../../../domain/values/ids.ts'
import { isHitCraftError } from '../../../errors/hitcraft-error.ts'
import type { LedgerPlace } from '../../core/claims/with-claims.ts'
import type { BucketContext } from './bucket-context.ts'
import { pauseAfter } from './journal/attempts.ts'
import { LAYOUT } from './layout.ts'

/**
 * Ledgers as one small object an analyzer key, put on the condition that it is still what was read. The time
 * is that of the server's last answer, so machines need not agree on it; it is told in whole seconds.
 */
export function bucketLedgers({ journal, objects }: BucketContext): LedgerPlace {
  return {
    change: (analyzerKey, change) =>
      // As a writer: where the server cannot compare, one process alone may claim.
      journal.writing(async () => {
        const key = `${LAYOUT.claims}${safeName(analyzerKey)}.json`
        for (let attempt = 1; ; attempt++) {
          const object = await objects.get(key)
          const now = Date.now() + (objects.clockSkew() ?? 0)
          const { text, result } = change(object?.bytes.toString('utf8'), now)
          if (text === undefined) return result
          try {
            await objects.put(
              key,
              Buffer.from(text),
              object === undefined ? 'absent' : { etag: object.etag },
            )
            return result
          } catch (error) {
            if (!isHitCraftError(error, 'CONFLICT')) throw error
          }
          await pauseAfter(attempt, objects.location)
        }
      }),
  }
}
