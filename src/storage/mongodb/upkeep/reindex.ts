import { summarize } from '../../../domain/thread/thread-summary.ts'
import { bodyHashOf } from '../../../domain/thread/thread.ts'
import { encodeKey } from '../../../domain/values/ids.ts'
import { Pace } from '../../core/upkeep/pace.ts'
import type { UpkeepOptions } from '../../chat-store.ts'
import type { MongoDatabase } from '../connection/database.ts'
import type { WriterLease } from '../connection/writer-lease.ts'
import { idBatches, loadStates } from '../documents/states.ts'
import { eachThread } from '../documents/thread-bodies.ts'
import { derivedFields } from '../documents/thread-document.ts'
import { IS_LISTED } from '../documents/thread-fields.ts'

const AT_ONCE = 200

/** Makes all fields of a thread's document anew from its body and the records, but for its tokens. */
export async function reindex(
  db: MongoDatabase,
  lease: WriterLease,
  options: UpkeepOptions,
): Promise<void> {
  const pace = new Pace(options, await db.threads.countDocuments(IS_LISTED))
  for await (const ids of idBatches(db, AT_ONCE)) {
    await lease.hold(async (held) => {
      const stateOf = await loadStates(db, ids)
      // A damaged thread stays as it is; whoever reads it is told.
      for await (const { thread, ref } of eachThread(db, ids, () => undefined)) {
        const state = stateOf(encodeKey(thread.id), thread.contentHash)
        const hash = bodyHashOf(thread)
        const derived = derivedFields({ thread, hash }, summarize(thread), state)
        const fields = Object.entries({ ...derived, searchable: false })
        const $set = Object.fromEntries(fields.map(([name, value]) => [`hitcraft.${name}`, value]))
        held.assertHeld()
        await db.threads.updateOne(db.unchanged(ref), { $set })
      }
    })
    await pace.step(ids.length)
  }
  await lease.hold(async (held) => held.countAnew())
  pace.end()
}
