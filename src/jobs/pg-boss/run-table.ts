import { z } from 'zod'
import type { Spending } from '../../domain/analysis/spending.ts'
import { idByAge } from '../../domain/values/ids.ts'
import type { Blamed } from '../../errors/model-refusal.ts'
import type { Problem } from '../problem.ts'
import type { RunRequest } from '../run-queue.ts'
import type { JobsConnection } from './connect.ts'
import { isForOne, OPEN, partRowSchema, runRowSchema } from './run-rows.ts'
import type { PartRow, RunRow } from './run-rows.ts'
import { SILENT_AFTER } from './shared-account.ts'

const IS_LEFT = `coalesce(problem ->> 'blames' = 'machine', false)`
const ROW = `id, request, status, problem, ${IS_LEFT} AS is_left, planned, failures`
const SOON = `clock_timestamp() + interval '${SILENT_AFTER} seconds'`
/** Seconds without a word after which nobody waits for a worker to end a run. */
const ALIVE = 10
const IS_ALIVE = `NOT is_over AND beat_at > clock_timestamp() - interval '${ALIVE} seconds'`
/** Days that an ended run is kept. */
const KEPT = 14

/** What a worker has done so far. */
export interface PartDone {
  readonly analyzed: number
  readonly failed: number
  readonly spending?: Spending | undefined
}

const nothing = z.object({})
const seenRow = z.object({ taken_until: z.string(), is_alive: z.boolean() })
/** Since its last beat: a statement sees the part as it was before it. */
const HAS_SAVED = `$3 > (SELECT analyzed FROM hitcraft_runs.part WHERE run = $1 AND worker = $2)`

/** The runs of one analyzer key, as they stand in the database of the queue. */
export class RunTable {
  readonly #jobs: JobsConnection
  readonly #key: string

  constructor(jobs: JobsConnection, analyzerKey: string) {
    this.#jobs = jobs
    this.#key = analyzerKey
  }

  /** Adds one that waits. @returns undefined where another stands in its way */
  async add(request: RunRequest, planned: number, isFree: boolean): Promise<RunRow | undefined> {
    const { budget } = request
    const cap = budget && ('tokens' in budget ? budget.tokens : budget.nanoUsd)
    const [row] = await this.#jobs.rows(
      runRowSchema,
      `INSERT INTO hitcraft_runs.run (id, analyzer_key, request, is_free, is_for_one, planned, cap)
       VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING RETURNING ${ROW}`,
      [
        idByAge(new Date().toISOString()),
        this.#key,
        JSON.stringify(request),
        isFree,
        isForOne(request),
        planned,
        cap ?? null,
      ],
    )
    return row
  }

  /** The open run, else the one that was asked for last. */
  async newest(): Promise<RunRow | undefined> {
    const [row] = await this.#jobs.rows(
      runRowSchema,
      `SELECT ${ROW} FROM hitcraft_runs.run WHERE analyzer_key = $1
       ORDER BY ${OPEN} DESC, status = 'running' DESC, asked_at DESC LIMIT 1`,
      [this.#key],
    )
    return row
  }

  async get(id: string): Promise<RunRow | undefined> {
    const [row] = await this.#jobs.rows(
      runRowSchema,
      `SELECT ${ROW} FROM hitcraft_runs.run WHERE id = $1`,
      [id],
    )
    return row
  }

  parts(run: string): Promise<PartRow[]> {
    return this.#jobs.rows(
      partRowSchema,
      `SELECT analyzed, failed, spending, ${IS_ALIVE} AS is_alive
       FROM hitcraft_runs.part WHERE run = $1 ORDER BY worker`,
      [run],
    )
  }

  /** Ends one that is open. @returns whether it was */
  end(id: string, status: RunRow['status'], problem?: Problem): Promise<boolean> {
    return this.#end({ status, problem }, `id = $3 AND ${OPEN}`, [id])
  }

  /** Cancels one that nobody has sat down at. @returns whether it waited still */
  endWaiting(id: string): Promise<boolean> {
    return this.#end({ status: 'cancelled' }, `id = $3 AND status = 'waiting'`, [id])
  }

  /** Cancels all that are open. @returns whether any was */
  cancelAll(): Promise<boolean> {
    return this.#end({ status: 'cancelled' }, `analyzer_key = $3 AND ${OPEN}`, [this.#key])
  }

  /**
   * Ends one that nobody works on any more. Whoever sits down changes `taken_until`, so that none is overlooked who does
   * so meanwhile. @returns whether it was open, and is ended
   */
  async endIfLeft(
    id: string,
    status: RunRow['status'] = 'done',
    problem?: Problem,
  ): Promise<boolean> {
    const [seen] = await this.#jobs.rows(
      seenRow,
      `SELECT taken_until::text, EXISTS (
         SELECT 1 FROM hitcraft_runs.part WHERE part.run = run.id AND ${IS_ALIVE}
       ) AS is_alive FROM hitcraft_runs.run WHERE id = $1`,
      [id],
    )
    if (seen === undefined || seen.is_alive) return false
    const isAsSeen = `id = $3 AND ${OPEN} AND taken_until::text = $4`
    return this.#end({ status, problem }, isAsSeen, [id, seen.taken_until])
  }

  /**
   * A worker sits down at an open run. Why others left it to him is told no longer.
   * @returns undefined where it is not open any more, or another has it for itself
   */
  async join(id: string, worker: string, seat?: string): Promise<RunRow | undefined> {
    const [row] = await this.#jobs.rows(
      runRowSchema,
      `WITH joined AS (
         UPDATE hitcraft_runs.run SET status = 'running', taken_until = ${SOON},
           problem = CASE WHEN ${IS_LEFT} THEN NULL ELSE problem END
         WHERE id = $1 AND ${OPEN} AND (NOT is_for_one OR taken_until < clock_timestamp())
         RETURNING ${ROW}
       ), seated AS (
         INSERT INTO hitcraft_runs.part (run, worker, seat) SELECT id, $2, $3 FROM joined
       )
       SELECT ${ROW} FROM joined`,
      [id, worker, seat ?? null],
    )
    return row
  }

  /** Whether a worker lives that sits on this seat. */
  async isTaken(id: string, seat: string): Promise<boolean> {
    const parts = await this.#jobs.rows(
      nothing,
      `SELECT FROM hitcraft_runs.part WHERE run = $1 AND seat = $2 AND ${IS_ALIVE}`,
      [id, seat],
    )
    return parts.length > 0
  }

  /** Says that a worker is at it, and what it has done. @returns how the run stands */
  async beat(id: string, worker: string, done: PartDone): Promise<RunRow['status'] | undefined> {
    const [row] = await this.#jobs.rows(
      runRowSchema.pick({ status: true }),
      `WITH beat AS (
         UPDATE hitcraft_runs.part SET beat_at = clock_timestamp(),
           analyzed = $3, failed = $4, spending = $5
         WHERE run = $1 AND worker = $2
       ), told AS (
         UPDATE hitcraft_runs.run SET taken_until = ${SOON},
           failures = CASE WHEN ${HAS_SAVED} THEN 0 ELSE failures END,
           problem = CASE WHEN ${HAS_SAVED} THEN NULL ELSE problem END
         WHERE id = $1 AND ${OPEN}
           AND (is_for_one OR (${HAS_SAVED} AND (failures > 0 OR problem IS NOT NULL)))
       )
       SELECT status FROM hitcraft_runs.run WHERE id = $1`,
      [id, worker, done.analyzed, done.failed, JSON.stringify(done.spending ?? null)],
    )
    return row?.status
  }

  /** A worker has left. */
  async leave(id: string, worker: string, done: PartDone): Promise<void> {
    await this.beat(id, worker, done)
    await this.#jobs.rows(
      nothing,
      `WITH freed AS (
         UPDATE hitcraft_runs.run SET taken_until = '-infinity' WHERE id = $1 AND is_for_one
       )
       UPDATE hitcraft_runs.part SET is_over = true WHERE run = $1 AND worker = $2`,
      [id, worker],
    )
  }

  /**
   * Says what a run waits for.
   * @param counts whether that was a failure
   * @param blames `machine` where it is left to workers on others
   * @returns how many failures there were in a row
   */
  async wait(id: string, problem: Problem, counts: boolean, blames?: Blamed): Promise<number> {
    const [row] = await this.#jobs.rows(
      runRowSchema.pick({ failures: true }),
      `UPDATE hitcraft_runs.run SET problem = $2, failures = failures + $3
       WHERE id = $1 RETURNING failures`,
      [id, JSON.stringify({ ...problem, blames }), counts ? 1 : 0],
    )
    return row?.failures ?? 0
  }

  /** Forgets runs that ended long ago. */
  async tidy(): Promise<void> {
    await this.#jobs.rows(
      nothing,
      `DELETE FROM hitcraft_runs.run WHERE ended_at < clock_timestamp() - interval '${KEPT} days'`,
    )
  }

  /**
   * Ends all of which a condition is true.
   * @param which the condition in SQL; its first value is $3
   * @returns whether there was any
   */
  async #end(
    { status, problem }: { status: RunRow['status']; problem?: Problem | undefined },
    which: string,
    values: readonly string[],
  ): Promise<boolean> {
    const ended = await this.#jobs.rows(
      nothing,
      `UPDATE hitcraft_runs.run SET status = $1, problem = $2, ended_at = clock_timestamp()
       WHERE ${which} RETURNING id`,
      [status, problem === undefined ? null : JSON.stringify(problem), ...values],
    )
    return ended.length > 0
  }
}
