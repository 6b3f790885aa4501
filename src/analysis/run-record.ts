import { hostname } from 'node:os'
import { sha256 } from '../domain/values/canonical-json.ts'
import { idByAge } from '../domain/values/ids.ts'
import type { HistoryEntry, Run } from '../domain/analysis/run.ts'
import type { Analysis } from '../domain/analysis/analysis.ts'
import type { ChatStore } from '../storage/chat-store.ts'

/** A run on another machine that said nothing for so long is taken for dead; milliseconds. */
const STALE_AFTER = 120_000
/** Runs of this process that are at work. */
const ACTIVE = new Set<string>()
/** Newest runs that are looked at for dead ones. */
const LOOK_BACK = 50

/** A new run, not stored yet. @param last the id of the newest one that there is */
export function newRun(analyzerKey: string, planned: number, last?: string): Run {
  const startedAt = new Date().toISOString()
  const run: Run = {
    id: idByAge(startedAt, last),
    analyzerKey,
    startedAt,
    status: 'running',
    planned,
    analyzed: 0,
    failed: 0,
    errors: [],
    worker: { host: hostname(), pid: process.pid, heartbeatAt: startedAt },
  }
  ACTIVE.add(run.id)
  return run
}

/** The run with its heartbeat at now. */
export function beating(run: Run): Run {
  const heartbeatAt = new Date().toISOString()
  return { ...run, worker: { host: hostname(), pid: process.pid, heartbeatAt } }
}

/** The run at its end; nobody works on it any more. */
export function endedRun(run: Run, status: Exclude<Run['status'], 'running'>): Run {
  ACTIVE.delete(run.id)
  const { worker: _worker, ...rest } = run
  return { ...rest, status, finishedAt: new Date().toISOString() }
}

/**
 * Marks runs that a dead process left `running` as interrupted. What they did is kept.
 * @returns the id of the newest run
 */
export async function closeDeadRuns(store: ChatStore): Promise<string | undefined> {
  const runs = await store.listRecords('run', { descending: true, limit: LOOK_BACK })
  const dead = runs.filter(isDead)
  if (dead.length > 0) await store.putRecords('run', dead.map(interrupted))
  return runs[0]?.id
}

function interrupted(run: Run): Run {
  const { worker, ...rest } = run
  return { ...rest, status: 'interrupted', finishedAt: worker?.heartbeatAt ?? run.startedAt }
}

function isDead(run: Run): boolean {
  if (run.status !== 'running' || ACTIVE.has(run.id)) return false
  const { worker } = run
  if (worker === undefined) return true
  if (worker.host === hostname() && !isAlive(worker.pid)) return true
  return Date.now() - Date.parse(worker.heartbeatAt) > STALE_AFTER
}

/** Our own id on a run that is not ours is that of a dead process before us. */
function isAlive(pid: number): boolean {
  if (pid === process.pid) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // EPERM: it lives, under another user.
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

/** The line of the history for one analysis. */
export function historyEntry(run: Run, analysis: Analysis, messageCount: number): HistoryEntry {
  const timestamp = new Date().toISOString()
  const { threadId, analyzerKey, contentHash } = analysis
  return {
    id: `${timestamp}-${run.id.slice(-8)}-${sha256(threadId).slice(0, 16)}`,
    threadId,
    runId: run.id,
    analyzerKey,
    contentHash,
    messageCount,
    timestamp,
  }
}
