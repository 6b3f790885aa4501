import { isOpen } from '../../domain/analysis/batch.ts'
import type { Batch } from '../../domain/analysis/batch.ts'
import { given } from '../../domain/values/given.ts'
import { pairedId } from '../../domain/values/paired-id.ts'
import type { ChatStore, PendingThread, Stamp } from '../../storage/chat-store.ts'
import { pendingOf } from '../choosing/choose-threads.ts'

/** What is asked of a store for them. */
type BatchStore = Pick<ChatStore, 'getRecord' | 'listStamps' | 'refresh'>

/** What a batch was under its stamp. */
interface SeenBatch {
  readonly stamp: string
  /** Absent where it is closed. */
  readonly open?: Batch
}

const PAGE = 1000
/** By store: a run asks with each page of its threads, and batches that are closed stay as they are. */
const SEEN = new WeakMap<BatchStore, Map<string, SeenBatch>>()

/**
 * The batches of which answers may still come, the oldest first, those of other processes too.
 * @param analyzerKey default any
 */
export async function openBatches(
  store: BatchStore,
  analyzerKey?: string,
): Promise<readonly Batch[]> {
  await store.refresh()
  const seen = SEEN.get(store) ?? new Map<string, SeenBatch>()
  SEEN.set(store, seen)
  const open: Batch[] = []
  for (let after: string | undefined; ;) {
    const stamps = await store.listStamps('batch', { limit: PAGE, ...given({ after }) })
    for (const { id, stamp } of stamps) {
      const batch = await openBatch(store, seen, { id, stamp })
      if (batch === undefined) continue
      if (analyzerKey === undefined || batch.analyzerKey === analyzerKey) open.push(batch)
    }
    if (stamps.length < PAGE) return open
    after = stamps.at(-1)?.id
  }
}

/** Reads a batch whose stamp is another than when it was read last. @returns undefined where it is closed */
async function openBatch(
  store: BatchStore,
  seen: Map<string, SeenBatch>,
  { id, stamp }: Stamp,
): Promise<Batch | undefined> {
  const before = seen.get(id)
  if (before !== undefined && before.stamp === stamp) return before.open
  const batch = await store.getRecord('batch', id)
  const open = batch !== undefined && isOpen(batch) ? batch : undefined
  if (stamp !== '') seen.set(id, { stamp, ...given({ open }) })
  return open
}

/** Tells whether a thread stands in an open batch as it is: then its answer is paid for, and nobody asks for another. */
export async function inBatches(
  store: BatchStore,
  analyzerKey: string,
): Promise<(thread: Pick<PendingThread, 'id' | 'contentHash'>) => boolean> {
  return standsIn(await openBatches(store, analyzerKey))
}

/** Those that are pending under a key and stand in an open batch as they are. */
export async function pendingInBatches(
  store: BatchStore & Pick<ChatStore, 'listPending'>,
  analyzerKey: string,
): Promise<readonly PendingThread[]> {
  const open = await openBatches(store, analyzerKey)
  const ids = open.flatMap(({ rows }) => rows.flatMap(({ thread }) => thread?.id ?? []))
  if (ids.length === 0) return []
  const pending = await pendingOf(store, analyzerKey, { ids: [...new Set(ids)] })
  return pending.filter(standsIn(open))
}

/** The same of batches that were listed. */
export function standsIn(open: readonly Batch[]) {
  const asked = new Set<string>()
  for (const { rows } of open) {
    for (const { thread } of rows) {
      if (thread !== undefined) asked.add(pairedId(thread.contentHash, thread.id))
    }
  }
  return ({ id, contentHash }: Pick<PendingThread, 'id' | 'contentHash'>) =>
    asked.has(pairedId(contentHash, id))
}
