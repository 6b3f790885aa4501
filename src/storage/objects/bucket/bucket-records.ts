import { kinded } from '../../core/record-row.ts'
import type { RecordEngine } from '../../core/record-writes.ts'
import { storedHashes } from '../catalog/catalog-records.ts'
import type { BucketContext } from './bucket-context.ts'

/** Writing records of every kind, a commit a step; what they say is read from the catalog. */
export function bucketRecords({ catalog, journal }: BucketContext): RecordEngine {
  const stored = storedHashes(catalog)
  return {
    // A pack is one request.
    atOnce: 2000,
    write: ({ threads }, plan) =>
      journal.writing(async () => {
        // What is about a thread that others added a moment ago must not be taken for that of one gone.
        if (threads.some((id) => stored.ofThread(id) === undefined)) await journal.refresh()
        await journal.commit(async () => ({
          records: plan(stored).flatMap(({ kind, records }) =>
            records.map((record) => kinded(kind, record)),
          ),
        }))
      }),
  }
}
