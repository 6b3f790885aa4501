import { addSpending } from '../../domain/analysis/spending.ts'
import type { Spending } from '../../domain/analysis/spending.ts'
import type { ChatStore } from '../../storage/chat-store.ts'
import { allRecords } from '../../storage/walk.ts'

/**
 * What the batches cost that a run has collected, for each of the runs that has collected any. Such a run spends nothing else, and
 * one that was killed may have died before its record said so.
 */
export async function spentOnBatches(
  store: Pick<ChatStore, 'listRecords'>,
  runs: ReadonlyMap<string, unknown>,
): Promise<ReadonlyMap<string, Spending>> {
  const spent = new Map<string, Spending>()
  for await (const { collectedBy: run = '', spending } of allRecords(store, 'batch')) {
    if (spending === undefined || !runs.has(run)) continue
    const before = spent.get(run)
    spent.set(run, before === undefined ? spending : addSpending(before, spending))
  }
  return spent
}
