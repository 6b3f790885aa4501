import type { ChatStore, PendingThread } from '../storage/chat-store.ts'
import { readEach } from '../storage/read-each.ts'
import { pendingPages } from '../storage/walk.ts'
import type { Analyzer } from './analyzer.ts'
import { batchesOf } from './batches/batch-work.ts'
import { inBatches } from './batches/open-batches.ts'
import { evenly } from './models/plan/evenly.ts'
import { estimateCalls } from './models/plan/estimate-calls.ts'
import type { CallEstimate } from './models/plan/estimate-calls.ts'
import type { ModelRequest } from './models/model-provider.ts'
import { retrying } from './models/runs/retrying.ts'
import { planOf } from './run-analysis.ts'
import type { AnalysisPlan, PlanOptions } from './run-analysis.ts'
import { chooseThreads, pendingOf } from './choosing/choose-threads.ts'
import type { RunOptions } from './run/run-options.ts'

/** Threads that are named, and those that are read to tell what they cost. */
const NAMED = 1000
const READ = 500
const READ_AT_ONCE = 32

/** Why a thread is to be analyzed: never under this key, or it has changed since. */
export type WhyPending = 'new' | 'changed'

export interface PlannedThread {
  readonly id: string
  readonly why: WhyPending
  readonly messages: number
}

export interface EstimateOptions extends PlanOptions, Pick<RunOptions, 'signal'> {
  /** Has the service count the tokens of some requests, which are sent to it. Default: they are estimated. */
  readonly count?: boolean
  /** Says what it costs in batches. */
  readonly batch?: boolean
}

export interface AnalysisEstimate extends AnalysisPlan {
  /** The first of them, at most 1,000, in the order in which they are analyzed. */
  readonly threads: readonly PlannedThread[]
  /** Absent for an analyzer that asks no model: it costs nothing. */
  readonly calls?: CallEstimate
}

/**
 * Which threads a run would analyze, why, and what that would cost. Nothing is analyzed, and nothing is sent unless the
 * service is to count.
 *
 * @throws HitCraftError of the store, of a service that counts, UNSUPPORTED for one that takes no batches
 */
export async function estimateAnalysis(
  store: ChatStore,
  analyzer: Analyzer,
  options: EstimateOptions = {},
): Promise<AnalysisEstimate> {
  const chosen = await chooseThreads(store, analyzer.key, options)
  const plan = await planOf(store, analyzer, options, chosen)
  const isInBatch = await inBatches(store, analyzer.key)
  const pending =
    chosen === undefined
      ? await firstPending(store, analyzer.key, plan.planned, isInBatch)
      : (await pendingOf(store, analyzer.key, chosen))
          .filter((one) => !isInBatch(one))
          .slice(0, plan.planned)
  const threads = await Promise.all(pending.slice(0, NAMED).map(named(store, analyzer.key)))
  if (options.batch === true) batchesOf(analyzer)
  const { asks } = analyzer
  if (asks === undefined) return { ...plan, threads }
  const some = evenly(pending, READ)
  const requests = await requestsOf(store, analyzer, some)
  const runs = await store.listRecords('run', { descending: true })
  const { name, model, isElsewhere = false } = asks.provider
  const calls = await estimateCalls(
    { ...(options.count === true ? retrying(asks.provider) : { name, model }), isElsewhere },
    {
      requests,
      share: pending.length === 0 ? 0 : some.length / pending.length,
      isBatch: options.batch === true,
    },
    { runs, analyzerKey: analyzer.key },
    options.signal === undefined ? {} : { signal: options.signal },
  )
  return { ...plan, threads, calls }
}

async function firstPending(
  store: ChatStore,
  analyzerKey: string,
  count: number,
  isInBatch: (thread: PendingThread) => boolean,
): Promise<readonly PendingThread[]> {
  const pending: PendingThread[] = []
  for await (const page of pendingPages(store, analyzerKey)) {
    pending.push(...page.filter((one) => !isInBatch(one)))
    if (pending.length >= count) break
  }
  return pending.slice(0, count)
}

function named(store: ChatStore, analyzerKey: string) {
  return async ({ id, messageCount: messages }: PendingThread): Promise<PlannedThread> => {
    const analysis = await store.getAnalysis(id, analyzerKey)
    return { id, why: analysis === undefined ? 'new' : 'changed', messages }
  }
}

/** Of a thread that cannot be read, none: it is not sent either. */
async function requestsOf(
  store: ChatStore,
  { asks }: Analyzer,
  threads: readonly PendingThread[],
): Promise<ModelRequest[]> {
  const requests: ModelRequest[] = []
  for (let at = 0; at < threads.length; at += READ_AT_ONCE) {
    const some = threads.slice(at, at + READ_AT_ONCE).map(({ id }) => id)
    for (const thread of (await readEach(store, some)).threads.values()) {
      if (asks !== undefined) requests.push(...(await asks.requestsOf(thread)))
    }
  }
  return requests
}
