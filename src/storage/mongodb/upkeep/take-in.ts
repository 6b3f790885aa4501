import type { MongoDatabase } from '../connection/database.ts'
import type { HeldLease } from '../connection/writer-lease.ts'
import { UNADOPTED } from '../documents/thread-fields.ts'
import { adoptThreads } from './adopt.ts'
import { moveFields } from './move-fields.ts'

/** The first layout whose threads have seals. */
const SEALED = 2

/**
 * Brings every document of a thread into the present form. Documents of a layout before are moved: an
 * earlier version that was open during the migration adds some after it. All others are adopted.
 *
 * @param version of the layout that earlier documents have
 */
export async function takeInThreads(
  db: MongoDatabase,
  held: HeldLease,
  version = SEALED,
): Promise<void> {
  const found = await db.threads.findOne(UNADOPTED, { projection: { _id: 1 } })
  if (found === null) return
  held.countAnew()
  await moveFields(db, held, { areSealed: version >= SEALED })
  await adoptThreads(db, held)
}
