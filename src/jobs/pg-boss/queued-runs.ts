import { isHitCraftError } from '../../errors/hitcraft-error.ts'
import type { JobWork } from '../job-work.ts'
import type { RunJob } from '../jobs-state.ts'
import { problemOf } from '../problem.ts'
import { givesWay, noAnalysis } from '../run-conflict.ts'
import type { RunEvents, RunQueue, RunRequest } from '../run-queue.ts'
import { toldSparingly } from '../told-sparingly.ts'
import { livingWorkers } from './connect.ts'
import type { JobsConnection } from './connect.ts'
import { jobOf } from './run-job.ts'
import { isOpen } from './run-rows.ts'
import type { PartRow, RunRow } from './run-rows.ts'
import { RunTable } from './run-table.ts'
import { Seats } from './seats.ts'

/** Milliseconds. */
const LOOK_EVERY = 1000
/** Seconds. */
const OFFER_AFTER = 5
/** Milliseconds that a run which was left to other workers waits for one of them to start again. */
const STRANDED_AFTER = 60_000

type Work = Pick<JobWork, 'analyzerKey' | 'isFree' | 'countPending'>

/** Analyses that workers do, which may be on other machines. This process asks for them, and watches. */
export class QueuedRuns implements RunQueue {
  readonly waitsHere = false
  readonly #jobs: JobsConnection
  readonly #work: Work
  readonly #events: RunEvents
  readonly #tell: (error: unknown) => void
  readonly #table: RunTable
  readonly #seats: Seats
  #job: RunJob | undefined
  /** More is pending, and the queue could not be told. */
  #isMoreUntold = false
  /** The run that was open when it was last looked. */
  #open: string | undefined
  /** Since when each look found it left to other workers, and none living. */
  #strandedSince: number | undefined
  #looking: Promise<void> = Promise.resolve()
  /** The last run that came to its end, and what is wrong with that. */
  #done: { readonly id: string; readonly problem: RunJob | undefined } | undefined
  #timer: NodeJS.Timeout | undefined

  constructor(jobs: JobsConnection, work: Work, events: RunEvents) {
    this.#jobs = jobs
    this.#work = work
    this.#events = events
    this.#tell = toldSparingly((error) => events.failed(error))
    this.#table = new RunTable(jobs, work.analyzerKey)
    this.#seats = new Seats(jobs, work.analyzerKey)
  }

  get job(): RunJob | undefined {
    return this.#job
  }

  async start(): Promise<void> {
    await this.#seats.open()
    await this.#table.tidy()
    await this.morePending()
    await this.#look()
    this.#timer = setInterval(() => void this.#look(), LOOK_EVERY)
  }

  async want(request: RunRequest): Promise<void> {
    const isFree = this.#work.isFree
    const present = await this.#table.newest()
    if (present !== undefined && isOpen(present)) {
      const { id, planned } = present
      const status = present.status === 'running' ? 'running' : 'waiting'
      // How far it is was seen a moment ago; whether it waits, just now.
      const seen = this.#job?.id === id ? this.#job : { id, done: 0, planned }
      if (!givesWay(present.request, { ...seen, status }, request, isFree)) return
      // A worker was quicker.
      if (!(await this.#table.endWaiting(id))) return this.want(request)
    }
    const added = await this.#table.add(request, await this.#work.countPending(), isFree)
    // Another server was quicker.
    if (added === undefined) return this.want(request)
    await this.#seats.offer(added.id)
    await this.#look()
  }

  async morePending(): Promise<void> {
    if (!this.#work.isFree) return
    try {
      await this.#addMore()
    } catch (error) {
      if (!isHitCraftError(error, 'UNAVAILABLE')) throw error
      // What was imported is stored, whatever the queue does: it is said with a later look.
      this.#isMoreUntold = true
      this.#tell(error)
    }
  }

  async #addMore(): Promise<void> {
    this.#isMoreUntold = false
    const pending = await this.#work.countPending()
    // One that waits is the one; one that runs may have looked at all that is pending already.
    const added = pending === 0 ? undefined : await this.#table.add({}, pending, true)
    if (added !== undefined) await this.#seats.offer(added.id)
  }

  async cancel(): Promise<void> {
    // Also what came in behind the one at work: it would begin with the same threads at once.
    if (!(await this.#table.cancelAll())) throw noAnalysis()
    await this.#look()
  }

  workHere(): Promise<boolean> {
    return Promise.resolve(false)
  }

  /** The workers go on. */
  async close(): Promise<void> {
    clearInterval(this.#timer)
    await this.#looking
    await this.#jobs.close()
  }

  /** One look after the other. */
  #look(): Promise<void> {
    this.#looking = this.#looking
      .then(() => this.#lookNow())
      .catch((error: unknown) => this.#lookedInVain(error))
    return this.#looking
  }

  /** What was seen last is told with the reason that it may be old. */
  #lookedInVain(error: unknown): void {
    this.#tell(error)
    // Workers could show no life either.
    this.#strandedSince = undefined
    if (this.#job === undefined || this.#open === undefined) return
    if (this.#replaceJob({ ...this.#job, problem: problemOf(error) })) this.#events.changed()
  }

  async #lookNow(): Promise<void> {
    if (this.#isMoreUntold) await this.morePending()
    const run = await this.#table.newest()
    const parts = run === undefined ? [] : await this.#table.parts(run.id)
    const job =
      run && (run.status === 'done' ? await this.#problemOf(run, parts) : jobOf(run, parts))
    const open = run !== undefined && isOpen(run) ? run.id : undefined
    // Whoever had the last seat may have died before the next was offered.
    const isAlone = open !== undefined && !parts.some((part) => part.is_alive)
    const isStranded = isAlone && run?.is_left === true && (await this.#isNobodyThere())
    const now = performance.now()
    this.#strandedSince = isStranded ? (this.#strandedSince ?? now) : undefined
    if (isStranded && now - (this.#strandedSince ?? now) >= STRANDED_AFTER)
      await this.#table.endIfLeft(open, 'failed', run.problem ?? undefined)
    else if (isAlone) await this.#seats.offer(open, OFFER_AFTER)
    const hasEnded = this.#open !== undefined && this.#open !== open
    const hasChanged = this.#replaceJob(job)
    this.#open = open
    if (hasEnded) this.#events.touched()
    else if (hasChanged) this.#events.changed()
  }

  /** Whether no worker lives; one that was killed seems to for half a minute. */
  async #isNobodyThere(): Promise<boolean> {
    return (await livingWorkers(this.#jobs, this.#work.analyzerKey)) === 0
  }

  /** @returns whether it is another */
  #replaceJob(job: RunJob | undefined): boolean {
    const hasChanged = JSON.stringify(job) !== JSON.stringify(this.#job)
    this.#job = job
    return hasChanged
  }

  /** Workers who found nothing where something is pending have another store than this process. */
  async #problemOf(
    { id, planned }: RunRow,
    parts: readonly PartRow[],
  ): Promise<RunJob | undefined> {
    if (this.#done?.id === id) return this.#done.problem
    const isInVain = planned > 0 && parts.every(({ analyzed, failed }) => analyzed + failed === 0)
    const pending = isInVain ? await this.#work.countPending() : 0
    const problem = {
      code: 'INVALID_CONFIG',
      message: `the workers found nothing to do, and ${pending} threads are pending here`,
      remedy: 'Start hitcraft worker with the store that hitcraft serve has.',
    }
    this.#done = {
      id,
      problem:
        pending === 0 ? undefined : { id, status: 'failed', done: 0, planned: pending, problem },
    }
    return this.#done.problem
  }
}
