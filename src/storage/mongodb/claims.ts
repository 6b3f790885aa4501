import { encodeKey } from '../../domain/values/ids.ts'
import type { LedgerPlace } from '../core/claims/with-claims.ts'
import type { MongoDatabase } from './connection/database.ts'
import type { WriterLease } from './connection/writer-lease.ts'

/**
 * Ledgers as documents, each changed by the holder of the writers' lease, as not every server compares and
 * writes in one step; the time is the server's.
 */
export function mongoLedgers(db: MongoDatabase, lease: WriterLease): LedgerPlace {
  return {
    change: (analyzerKey, change) =>
      db.run(() =>
        lease.hold(async (held) => {
          const _id = encodeKey(analyzerKey)
          const found = await db.claims.findOne({ _id })
          const { text, result } = change(found?.ledger, await db.now())
          held.assertHeld()
          if (text !== undefined) {
            await db.claims.updateOne({ _id }, { $set: { ledger: text } }, { upsert: true })
          }
          return result
        }),
      ),
  }
}
