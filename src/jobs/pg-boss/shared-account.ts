import { z } from 'zod'
import type { SharedRun } from '../../analysis/models/runs/budget/shared-run.ts'
import type { JobsConnection } from './connect.ts'

/** Seconds without a word after which nobody waits for what a worker may give back. */
export const SILENT_AFTER = 60

/** One row for all parts: the row's lock makes each step one. */
const HOLD = `
WITH granted AS (
  UPDATE hitcraft_runs.run SET held = held + $3
  WHERE id = $1 AND status IN ('running', 'done') AND paused_until <= clock_timestamp()
    AND (cap IS NULL OR spent + held + $3 <= cap)
  RETURNING id
)
UPDATE hitcraft_runs.part SET held = part.held + $3
FROM granted WHERE part.run = granted.id AND part.worker = $2
RETURNING true AS is_held`

const WHY_NOT = `
SELECT status, coalesce(spent + held + $2 > cap, false) AS is_full, EXISTS (
  SELECT 1 FROM hitcraft_runs.part WHERE part.run = $1 AND part.held > 0
    AND beat_at > clock_timestamp() - interval '${SILENT_AFTER} seconds'
) AS is_held_by_others
FROM hitcraft_runs.run WHERE id = $1`

const SETTLE = `
WITH settled AS (
  UPDATE hitcraft_runs.run SET held = held - $3, spent = spent + $4 WHERE id = $1
)
UPDATE hitcraft_runs.part SET held = held - $3 WHERE run = $1 AND worker = $2`

const PAUSE = `
UPDATE hitcraft_runs.run
SET paused_until = greatest(paused_until, clock_timestamp() + $2 * interval '1 millisecond')
WHERE id = $1`

const heldRow = z.object({ is_held: z.boolean() })
const whyRow = z.object({
  status: z.string(),
  is_full: z.boolean(),
  is_held_by_others: z.boolean(),
})

/**
 * The part of one worker in what a run may spend. What a worker held that is dead stays held: those calls may have been
 * made, and nobody knows what they cost.
 */
export function sharedAccount(jobs: JobsConnection, run: string, worker: string): SharedRun {
  const nothing = z.object({})
  return {
    id: run,
    async hold(most) {
      const [held] = await jobs.rows(heldRow, HOLD, [run, worker, most])
      if (held !== undefined) return 'held'
      const [why] = await jobs.rows(whyRow, WHY_NOT, [run, most])
      if (why?.status === 'budget') return 'used up'
      return why?.is_full === true && !why.is_held_by_others ? 'used up' : 'wait'
    },
    async settle(most, cost) {
      await jobs.rows(nothing, SETTLE, [run, worker, most, cost])
    },
    async pause(milliseconds) {
      await jobs.rows(nothing, PAUSE, [run, milliseconds])
    },
  }
}
