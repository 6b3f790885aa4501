import { given } from '../../domain/values/given.ts'
import { idByAge } from '../../domain/values/ids.ts'
import { threadDigits } from '../../domain/analysis/run.ts'
import type { HistoryEntry, Run } from '../../domain/analysis/run.ts'
import type { Analysis } from '../../domain/analysis/analysis.ts'
import type { Choice } from '../../domain/analysis/choice.ts'
import type { BudgetLimit } from '../../domain/analysis/spending.ts'
import type { ChatStore } from '../../storage/chat-store.ts'
import { spentOnBatches } from '../batches/spent-on-batches.ts'
import { isKnownToHaveEnded, workingHere } from './this-process.ts'

/** A run whose process cannot be looked for here and that said nothing for so long is taken for dead; milliseconds. */
const STALE_AFTER = 120_000
/** Runs of this process that are at work. */
const ACTIVE = new Set<string>()
/** Failures that are kept with their threads. */
const MOST_ERRORS = 100
/** Newest runs that are looked at for dead ones. */
const LOOK_BACK = 50

export interface NewRun {
  readonly planned: number
  /** The id of the newest one that there is. */
  readonly last?: string | undefined
  readonly budget?: BudgetLimit | undefined
  readonly choice?: Choice | undefined
  readonly partOf?: string | undefined
}

/** A new run, not stored yet. */
export function newRun(
  analyzerKey: string,
  { planned, last, budget, choice, partOf }: NewRun,
): Run {
  const startedAt = new Date().toISOString()
  const run: Run = {
    schemaVersion: 2,
    id: idByAge(startedAt, last),
    analyzerKey,
    startedAt,
    status: 'running',
    planned,
    analyzed: 0,
    failed: 0,
    failedBy: {},
    errors: [],
    ...given({ budget, choice, partOf }),
    worker: workingHere(),
  }
  ACTIVE.add(run.id)
  return run
}

/** The run with what came of some more threads. */
export function countedRun(
  run: Run,
  analyzed: number,
  failures: readonly Run['errors'][number][],
): Run {
  const failedBy = { ...run.failedBy }
  for (const { code } of failures) failedBy[code] = (failedBy[code] ?? 0) + 1
  return {
    ...run,
    analyzed: run.analyzed + analyzed,
    failed: run.failed + failures.length,
    failedBy,
    errors: [...run.errors, ...failures].slice(0, MOST_ERRORS),
  }
}

/** The run with its heartbeat at now. */
export function beating(run: Run): Run {
  return { ...run, worker: workingHere() }
}

export interface RunEnd {
  readonly status: Exclude<Run['status'], 'running'>
  readonly reason?: string
  readonly topicModelId?: string
}

/** The run at its end; nobody works on it any more. */
export function endedRun(run: Run, end: RunEnd): Run {
  ACTIVE.delete(run.id)
  const { worker: _worker, ...rest } = run
  return { ...rest, ...end, finishedAt: new Date().toISOString() }
}

/**
 * Marks runs that a dead process left `running` as interrupted. What they did is kept. What one of them had
 * claimed is anybody's again: at once where its process is known to have ended, else when its lease has lapsed.
 *
 * @returns the newest runs, newest first
 */
export async function closeDeadRuns(store: ChatStore): Promise<readonly Run[]> {
  const runs = await store.listRecords('run', { descending: true, limit: LOOK_BACK })
  const dead = new Map(runs.filter(isDead).map((run) => [run.id, interrupted(run)]))
  for (const run of runs) {
    if (dead.has(run.id) && hasEnded(run)) await store.releaseClaims(run.analyzerKey, run.id)
  }
  if (dead.size > 0) {
    for (const [id, spending] of await spentOnBatches(store, dead)) {
      const run = dead.get(id)
      if (run !== undefined) dead.set(id, { ...run, spending })
    }
    await store.putRecords('run', [...dead.values()])
  }
  return runs.map((run) => dead.get(run.id) ?? run)
}

/**
 * The topic model under which all that is analyzed has its topic: that of the last run which came so far,
 * unless one that was at work beside it or after it did not.
 *
 * @param runs newest first
 */
export function settledModel(runs: readonly Run[], analyzerKey: string): string | undefined {
  const ended = runs.filter((run) => run.analyzerKey === analyzerKey && run.status !== 'running')
  const last = ended.find(({ topicModelId }) => topicModelId !== undefined)
  if (last === undefined) return undefined
  const beside = ended.filter(({ finishedAt = '' }) => finishedAt >= last.startedAt)
  const { topicModelId } = last
  return beside.every((run) => run.topicModelId === topicModelId) ? topicModelId : undefined
}

function interrupted(run: Run): Run {
  const { worker, ...rest } = run
  return { ...rest, status: 'interrupted', finishedAt: worker?.heartbeatAt ?? run.startedAt }
}

function isDead(run: Run): boolean {
  if (run.status !== 'running' || ACTIVE.has(run.id)) return false
  if (run.worker === undefined || hasEnded(run)) return true
  return Date.now() - Date.parse(run.worker.heartbeatAt) > STALE_AFTER
}

function hasEnded({ worker }: Run): boolean {
  return worker !== undefined && isKnownToHaveEnded(worker)
}

/** The line of the history for one analysis. */
export function historyEntry(run: Run, analysis: Analysis, messageCount: number): HistoryEntry {
  const timestamp = new Date().toISOString()
  const { threadId, analyzerKey, contentHash } = analysis
  return {
    id: `${timestamp}-${run.id.slice(-8)}-${threadDigits(threadId)}`,
    threadId,
    runId: run.id,
    analyzerKey,
    contentHash,
    messageCount,
    timestamp,
  }
}
