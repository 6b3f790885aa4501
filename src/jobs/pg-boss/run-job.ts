import { addSpending } from '../../domain/analysis/spending.ts'
import type { RunJob } from '../jobs-state.ts'
import type { PartRow, RunRow } from './run-rows.ts'

/** A run as it is told: what all its parts have done. Undefined of one that came to its end, as it was asked to. */
export function jobOf(run: RunRow, parts: readonly PartRow[]): RunJob | undefined {
  const status = STATUS[run.status]
  if (status === undefined) return undefined
  const done = parts.reduce((sum, { analyzed, failed }) => sum + analyzed + failed, 0)
  const [first, ...others] = parts.flatMap(({ spending }) => spending ?? [])
  return {
    id: run.id,
    status: status === 'running' && !parts.some((part) => part.is_alive) ? 'waiting' : status,
    done,
    planned: Math.max(run.planned, done),
    ...(first === undefined ? {} : { spending: others.reduce(addSpending, first) }),
    ...(run.problem === null ? {} : { problem: run.problem }),
  }
}

/** An end that was asked for leaves nothing to tell: the records of the run do. */
const STATUS = {
  waiting: 'waiting',
  running: 'running',
  outage: 'outage',
  failed: 'failed',
  done: undefined,
  budget: undefined,
  cancelled: undefined,
} as const satisfies Record<RunRow['status'], RunJob['status'] | undefined>
