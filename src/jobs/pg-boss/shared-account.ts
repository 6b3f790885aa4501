import { z } from 'zod'
import type { SharedRun, ThreadAsItIs } from '../../analysis/models/runs/budget/shared-run.ts'
import { sha256 } from '../../domain/values/canonical-json.ts'
import { pairedId } from '../../domain/values/paired-id.ts'
import { isHitCraftError } from '../../errors/hitcraft-error.ts'
import type { JobsConnection } from './connect.ts'
import { UNIQUE } from './jobs-error.ts'

/** Seconds without a word after which nobody waits for what a worker may give back. */
export const SILENT_AFTER = 60

/** One row for all parts: the row's lock makes each step one. A call that is held already is not held again. */
const HOLD = `
WITH granted AS (
  UPDATE hitcraft_runs.run SET held = held + $4
  WHERE id = $1 AND status = 'running' AND paused_until <= clock_timestamp()
    AND (cap IS NULL OR spent + held + $4 <= cap)
    AND NOT EXISTS (SELECT 1 FROM hitcraft_runs.hold WHERE run = $1 AND worker = $2 AND call = $3)
  RETURNING id
)
INSERT INTO hitcraft_runs.hold (run, worker, call, most)
SELECT id, $2, $3, $4 FROM granted RETURNING true AS is_held`

const WHY_NOT = `
SELECT status, coalesce(spent + held + $4 > cap, false) AS is_full, EXISTS (
  SELECT 1 FROM hitcraft_runs.hold WHERE run = $1 AND worker = $2 AND call = $3
) AS is_held, EXISTS (
  SELECT 1 FROM hitcraft_runs.hold JOIN hitcraft_runs.part USING (run, worker)
  WHERE run = $1 AND NOT is_over AND beat_at > clock_timestamp() - interval '${SILENT_AFTER} seconds'
) AS may_return
FROM hitcraft_runs.run WHERE id = $1`

const SETTLE = `
WITH settled AS (
  DELETE FROM hitcraft_runs.hold WHERE run = $1 AND worker = $2 AND call = $3 RETURNING most
)
UPDATE hitcraft_runs.run SET held = held - settled.most, spent = spent + $4
FROM settled WHERE id = $1`

const PAUSE = `
UPDATE hitcraft_runs.run
SET paused_until = greatest(paused_until, clock_timestamp() + $2 * interval '1 millisecond')
WHERE id = $1`

const NOTE_FAILED = `
INSERT INTO hitcraft_runs.failed (run, mark)
SELECT id, mark FROM hitcraft_runs.run, unnest($2::text[]) AS mark WHERE id = $1
ON CONFLICT DO NOTHING`

const FAILED_OF = `SELECT mark FROM hitcraft_runs.failed WHERE run = $1 AND mark = ANY ($2::text[])`

const HAS_SAVED = `
SELECT EXISTS (SELECT 1 FROM hitcraft_runs.part WHERE run = $1 AND analyzed > 0) AS has_saved`

const markRow = z.object({ mark: z.string() })
const savedRow = z.object({ has_saved: z.boolean() })
const heldRow = z.object({ is_held: z.boolean() })
const whyRow = z.object({
  status: z.string(),
  is_full: z.boolean(),
  is_held: z.boolean(),
  may_return: z.boolean(),
})

/**
 * The part of one worker in what a run may spend. What a worker held that is dead stays held: those calls may have been
 * made, and nobody knows what they cost.
 */
export function sharedAccount(jobs: JobsConnection, run: string, worker: string): SharedRun {
  const nothing = z.object({})
  const isGranted = async (asked: readonly unknown[]) => {
    try {
      return (await jobs.rows(heldRow, HOLD, asked)).length > 0
    } catch (error) {
      // The same question, asked before, is still at work.
      if (isHitCraftError(error) && error.details['sqlState'] === UNIQUE) return false
      throw error
    }
  }
  return {
    id: run,
    async hold(call, most) {
      if (await isGranted([run, worker, call, most])) return 'held'
      const [why] = await jobs.rows(whyRow, WHY_NOT, [run, worker, call, most])
      if (why?.is_held === true) return 'held'
      if (why?.status === 'budget') return 'used up'
      return why?.is_full === true && !why.may_return ? 'used up' : 'wait'
    },
    async settle(call, cost) {
      await jobs.rows(nothing, SETTLE, [run, worker, call, cost])
    },
    async pause(milliseconds) {
      await jobs.rows(nothing, PAUSE, [run, milliseconds])
    },
    async noteFailed(threads) {
      await jobs.rows(nothing, NOTE_FAILED, [run, threads.map(markOf)])
    },
    async failedOf(threads) {
      const rows = await jobs.rows(markRow, FAILED_OF, [run, threads.map(markOf)])
      const marks = new Set(rows.map(({ mark }) => mark))
      return threads.filter((one) => marks.has(markOf(one)))
    },
    async hasSaved() {
      const [row] = await jobs.rows(savedRow, HAS_SAVED, [run])
      return row?.has_saved === true
    },
  }
}

/** Of a thread as it is. Its id stays in the store, where it can be erased. */
function markOf({ id, contentHash }: ThreadAsItIs): string {
  return sha256(pairedId(contentHash, id))
}
