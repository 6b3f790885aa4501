import type { Batch } from '../../domain/analysis/batch.ts'
import type { Run } from '../../domain/analysis/run.ts'
import { idByAge } from '../../domain/values/ids.ts'
import { isHitCraftError } from '../../errors/hitcraft-error.ts'
import type { ChatStore } from '../../storage/chat-store.ts'
import { allRecords } from '../../storage/walk.ts'
import { given } from '../../domain/values/given.ts'
import type { AskOptions, BatchService, ModelProvider } from '../models/model-provider.ts'
import { batchPriceOf } from '../models/prices/price-table.ts'
import { retried } from '../models/runs/retrying.ts'
import { markOf } from './batch-draft.ts'
import type { BatchDraft } from './batch-draft.ts'
import { putBatch } from './put-batch.ts'

/**
 * Milliseconds within which a batch that was made is at its service, or is not: a day that two clocks may differ by, and one of
 * tries. One that took longer is asked whose it is.
 */
const LONGEST_TRY = 2 * 86_400_000

/** A batch that is to be submitted, not stored yet. */
export async function newBatch(
  store: ChatStore,
  run: Run,
  { name: provider, model }: ModelProvider,
  draft: BatchDraft,
): Promise<Batch> {
  const [newest] = await store.listRecords('batch', { descending: true, limit: 1 })
  const madeAt = new Date().toISOString()
  const { analyzerKey, id: runId } = run
  return {
    id: idByAge(madeAt, newest?.id),
    analyzerKey,
    runId,
    provider,
    model,
    status: 'submitting',
    madeAt,
    ...draft.recorded(batchPriceOf(model) !== undefined),
  }
}

/** When a submission ends before its time. */
export interface SubmitSignals {
  /** One that is under way. */
  readonly signal: AbortSignal
  /** One that waits for its next try. */
  readonly halt: AbortSignal | undefined
}

/**
 * Submits a batch. Its record is there before the service has it, so that whatever dies in between, the next run finds it at
 * the service, or knows that it is not there.
 *
 * @returns the record as it stands; still `submitting` where nobody knows whether the service has it
 * @throws HitCraftError where the service will not take it, and INTERRUPTED where it has not yet, which is recorded; of the store
 */
export async function submitBatch(
  store: ChatStore,
  service: BatchService,
  batch: Batch,
  draft: BatchDraft,
  { signal, halt }: SubmitSignals,
): Promise<Batch> {
  const mark = markOf(batch.id)
  let refusal: Error | undefined
  const requests = draft.marked(mark)
  const submit = async (): Promise<Batch> => {
    // Each try may take long, and so may the pause before it.
    const asked = await putBatch(store, askedNow(batch), draft.readAt)
    refusal = undefined
    try {
      const batchId = await service.submit(mark, requests, { signal })
      return { ...asked, status: 'submitted', batchId }
    } catch (error) {
      // What the service may have is not given to it again.
      if (!isRefusal(error)) return askedNow(batch)
      refusal = error
      throw error
    }
  }
  try {
    return await putBatch(store, await retried(submit, given({ signal: halt })))
  } catch (error) {
    // Also one that is interrupted while it waits for its next try.
    if (refusal !== undefined) await putBatch(store, voided(batch, refusal.message))
    throw error
  }
}

/** A batch of which nothing came, or ever will. */
export function voided(batch: Batch, reason: string): Batch {
  return { ...batch, status: 'void', reason, endedAt: new Date().toISOString(), rows: [] }
}

/** One of which it was not known whether the service has it, as it turns out. */
export async function foundBatch(
  store: ChatStore,
  service: BatchService,
  batch: Batch,
  listedAfter: number,
  asking: AskOptions,
): Promise<Batch> {
  const { id, requests, madeAt: since, askedAt = since } = batch
  const others = await namesSince(store, Date.parse(since) - LONGEST_TRY)
  const found = await service.find({ mark: markOf(id), requests, since, others }, asking)
  if (found === 'untold') return batch
  if (found !== undefined) return putBatch(store, { ...batch, status: 'submitted', ...found })
  const age = Date.now() - Date.parse(askedAt)
  if (age < listedAfter) return batch
  return putBatch(store, voided(batch, 'the service never had it'))
}

/** The names at the service of the batches that were made at a time or later; ids are by age. */
async function namesSince(store: ChatStore, time: number): Promise<ReadonlySet<string>> {
  const names = new Set<string>()
  for await (const { batchId, madeAt } of allRecords(store, 'batch', { descending: true })) {
    if (Date.parse(madeAt) < time) break
    if (batchId !== undefined) names.add(batchId)
  }
  return names
}

function askedNow(batch: Batch): Batch {
  return { ...batch, askedAt: new Date().toISOString() }
}

/** The service has not taken it, and says so. Of a store that fails, and of a gateway, nobody knows. */
function isRefusal(error: unknown): error is Error {
  const { status, sent } = isHitCraftError(error) ? error.details : {}
  const isLost = status === 408 || status === 409 || status === 499
  return sent === false || (typeof status === 'number' && status < 500 && !isLost)
}
