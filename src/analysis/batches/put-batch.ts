import { isOpen } from '../../domain/analysis/batch.ts'
import type { Batch } from '../../domain/analysis/batch.ts'
import { batchKind } from '../../domain/kinds/batch.ts'
import type { ChatStore } from '../../storage/chat-store.ts'
import { readEach } from '../../storage/read-each.ts'

type PutStore = Pick<
  ChatStore,
  'countRecords' | 'getRecord' | 'getThread' | 'getThreads' | 'location' | 'putRecords' | 'refresh'
>

/** How much was ever erased from a store: where this has grown, some thread may be gone. */
export async function erasuresIn(
  store: Pick<ChatStore, 'countRecords' | 'refresh'>,
): Promise<number> {
  await store.refresh()
  return store.countRecords('tombstone')
}

/**
 * Writes the record of a batch, and never again the name of a thread that was erased since: the service may take minutes
 * between two writes. While it is open, its rows stand as they are stored, without what an erasure took from them.
 *
 * @param readAt {@link erasuresIn} before its threads were read, for a record that is not there yet
 * @returns the record as it stands
 */
export async function putBatch(store: PutStore, batch: Batch, readAt?: number): Promise<Batch> {
  if (!isOpen(batch)) {
    await store.putRecords('batch', [batch])
    return batch
  }
  const now = await erasuresIn(store)
  const stored = await store.getRecord('batch', batch.id)
  const written = { ...batch, rows: stored?.rows ?? batch.rows }
  await store.putRecords('batch', [written])
  const before = stored === undefined ? (readAt ?? now) : now
  return (await erasuresIn(store)) === before ? written : withoutErased(store, written)
}

/** The record once more, where an erasure did not find it yet, or was overwritten. */
async function withoutErased(store: PutStore, batch: Batch): Promise<Batch> {
  const { onErase, threadsOf } = batchKind
  const named = threadsOf(batch)
  const { threads, damaged } = await readEach(store, named)
  const gone = new Set(named.filter((id) => !threads.has(id) && !damaged.has(id)))
  if (gone.size === 0 || onErase.does !== 'scrub') return batch
  const clean = onErase.without(batch, gone)
  await store.putRecords('batch', [clean])
  return clean
}
