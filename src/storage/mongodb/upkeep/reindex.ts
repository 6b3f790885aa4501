import { bodyHashOf } from '../../../domain/thread/thread.ts'
import { encodeKey } from '../../../domain/values/ids.ts'
import { HitCraftError } from '../../../errors/hitcraft-error.ts'
import type { UpkeepOptions } from '../../chat-store.ts'
import type { MongoDatabase } from '../connection/database.ts'
import type { WriterLease } from '../connection/writer-lease.ts'
import { idBatches, loadStates } from '../documents/states.ts'
import { eachThread } from '../documents/thread-bodies.ts'
import { writtenThread } from '../documents/thread-document.ts'

const AT_ONCE = 200

/** Makes all fields of a thread's document anew from its body and the records, but for its tokens. */
export async function reindex(
  db: MongoDatabase,
  lease: WriterLease,
  { signal, onProgress }: UpkeepOptions,
): Promise<void> {
  const stop = () => {
    if (signal?.aborted !== true) return
    throw new HitCraftError('INTERRUPTED', 'reindexing stopped; run it again to go on')
  }
  stop()
  const total = await db.threads.countDocuments({ last: { $gte: '' } })
  let done = 0
  for await (const ids of idBatches(db, AT_ONCE)) {
    stop()
    await lease.hold(async (held) => {
      const stateOf = await loadStates(db, ids)
      // A damaged thread stays as it is; whoever reads it is told.
      for await (const { thread, ref } of eachThread(db, ids, () => undefined)) {
        const state = stateOf(encodeKey(thread.id), thread.contentHash)
        const written = writtenThread({ thread, hash: bodyHashOf(thread) }, state, ref.rev)
        const { body: _body, parts: _parts, asOf: _asOf, ...derived } = written.fields
        held.assertHeld()
        await db.threads.updateOne(db.unchanged(ref), { $set: derived })
      }
    })
    done += ids.length
    onProgress?.(done, total)
  }
}
