import type { Choice } from '../domain/analysis/choice.ts'
import type { Run } from '../domain/analysis/run.ts'
import { given } from '../domain/values/given.ts'
import type { ChatStore } from '../storage/chat-store.ts'
import type { Analyzer } from './analyzer.ts'
import { chooseThreads, pendingOf } from './choosing/choose-threads.ts'
import type { ChosenThreads } from './choosing/choose-threads.ts'
import type { RunOptions } from './run/run-options.ts'
import { askedBy } from './run/asked-by.ts'
import { closeDeadRuns, newRun, settledModel } from './run/run-record.ts'
import { BatchWork, batchesOf } from './batches/batch-work.ts'
import { pendingInBatches } from './batches/open-batches.ts'
import { RunWork } from './run/run-work.ts'

export interface AnalysisPlan {
  readonly analyzerKey: string
  readonly pending: number
  /** How many a run would take up. */
  readonly planned: number
  /** How many of those that are pending stand in a batch under way, so that a run leaves them to it; absent: none. */
  readonly underWay?: number
  /** Absent where nothing chooses among what is pending. */
  readonly choice?: Choice
}

/** What bounds a run, and chooses among what is pending. */
export type PlanOptions = Pick<RunOptions, 'limit' | 'sample' | 'only' | 'by'>

/** What `runAnalysis` would do, without doing it. */
export async function planAnalysis(
  store: ChatStore,
  analyzer: Analyzer,
  options: PlanOptions = {},
): Promise<AnalysisPlan> {
  return planOf(store, analyzer, options, await chooseThreads(store, analyzer.key, options))
}

/**
 * Analyzes the pending threads and gives them their topics. Results are stored as they come, so whatever ends
 * the run, the next one goes on from there and analyzes nothing twice. A thread that fails is counted and
 * stays pending.
 *
 * Runs at the same time, in this process or others, share the work: each claims a few threads at a time and
 * counts what it did itself. A run that finds only what others have waits until that is done, or takes it over
 * when their process is gone: at once on this machine, else after their lease.
 *
 * An analyzer that asks a model makes its calls within the budget and is not asked in vain: what ends the calls ends the
 * run, and no thread has failed for it. With `batch` it gives the threads to the service in batches and waits for them; what
 * an earlier run submitted under the same key is collected first, and a run that is interrupted leaves its batches under
 * way. Without `batch` a run leaves out what stands in one.
 *
 * @returns the run: `done`, `interrupted` by the signal, at the end of its `budget`, or stopped by an `outage`
 * @throws HitCraftError of the store, PERMISSION and INVALID_CONFIG of a model that takes no call: the run is then
 *   `failed`, if that can still be written. Before there is a run: INVALID_INPUT for a budget that cannot be
 *   kept, and PERMISSION and INVALID_CONFIG where no call can even be tried, as without a key; UNSUPPORTED where the
 *   service takes no batches
 */
export async function runAnalysis(
  store: ChatStore,
  analyzer: Analyzer,
  options: RunOptions = {},
): Promise<Run> {
  const runs = await closeDeadRuns(store)
  const chosen = await chooseThreads(store, analyzer.key, options)
  const { planned, underWay = 0, choice } = await planOf(store, analyzer, options, chosen)
  const asked = askedBy(analyzer, options)
  const { budget, batch, shared } = options
  if (batch !== undefined) batchesOf(analyzer)
  await analyzer.asks?.provider.ready?.()
  const run = newRun(analyzer.key, {
    planned: batch === undefined ? planned : planned + underWay,
    last: runs[0]?.id,
    budget,
    choice,
    partOf: shared?.id,
  })
  const start = { settled: settledModel(runs, analyzer.key), chosen }
  const work =
    batch === undefined
      ? new RunWork(store, asked, run, options, start)
      : new BatchWork(store, analyzer, run, options, start)
  try {
    return await work.run()
  } catch (error) {
    // The error of the work is the one to tell; that the record may fail too changes nothing.
    await work.fail(error).catch((second: unknown) => second)
    throw error
  } finally {
    asked.calls?.close()
  }
}

/** The same of threads that were chosen; undefined: of all that are pending. */
export async function planOf(
  store: ChatStore,
  { key: analyzerKey }: Analyzer,
  { limit = Number.POSITIVE_INFINITY }: PlanOptions,
  chosen: ChosenThreads | undefined,
): Promise<AnalysisPlan> {
  const pending = await store.countPending(analyzerKey)
  const inBatch = new Set((await pendingInBatches(store, analyzerKey)).map(({ id }) => id))
  const among = chosen && (await pendingOf(store, analyzerKey, chosen))
  const left = among?.filter(({ id }) => !inBatch.has(id)).length ?? pending - inBatch.size
  return {
    analyzerKey,
    pending,
    planned: Math.min(left, limit),
    ...(inBatch.size === 0 ? {} : { underWay: inBatch.size }),
    ...given({ choice: chosen?.choice }),
  }
}
