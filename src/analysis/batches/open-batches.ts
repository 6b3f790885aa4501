import { isOpen } from '../../domain/analysis/batch.ts'
import type { Batch } from '../../domain/analysis/batch.ts'
import { pairedId } from '../../domain/values/paired-id.ts'
import type { ChatStore, PendingThread } from '../../storage/chat-store.ts'
import { allRecords } from '../../storage/walk.ts'
import { pendingOf } from '../choosing/choose-threads.ts'

/** What is asked of a store for them. */
type BatchStore = Pick<ChatStore, 'listRecords' | 'refresh'>

/**
 * The batches of which answers may still come, the oldest first, those of other processes too.
 * @param analyzerKey default any
 */
export async function openBatches(
  store: BatchStore,
  analyzerKey?: string,
): Promise<readonly Batch[]> {
  await store.refresh()
  const open: Batch[] = []
  for await (const batch of allRecords(store, 'batch')) {
    const isOf = analyzerKey === undefined || batch.analyzerKey === analyzerKey
    if (isOf && isOpen(batch)) open.push(batch)
  }
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
