import { randomUUID } from 'node:crypto'
import { isHitCraftError } from '../../errors/hitcraft-error.ts'
import type { JobWork } from '../job-work.ts'
import type { RunJob } from '../jobs-state.ts'
import { problemOf, stopped } from '../problem.ts'
import { givesWay, noAnalysis } from '../run-conflict.ts'
import type { RunEvents, RunQueue, RunRequest } from '../run-queue.ts'

interface CurrentRun {
  job: RunJob
  readonly request: RunRequest
  readonly abort: AbortController
  /** Asked for again while under way: what came behind its last look is for another. */
  isWantedAgain: boolean
}

/** Analyses that this process does itself, when it has nothing else to do. */
export class InProcessRuns implements RunQueue {
  readonly #work: JobWork
  readonly #events: RunEvents
  #run: CurrentRun | undefined
  #ended: RunJob | undefined

  constructor(work: JobWork, events: RunEvents) {
    this.#work = work
    this.#events = events
  }

  get job(): RunJob | undefined {
    return this.#run?.job ?? this.#ended
  }

  get waitsHere(): boolean {
    return this.#run !== undefined
  }

  start(): Promise<void> {
    return this.morePending()
  }

  async want(request: RunRequest): Promise<void> {
    const run = this.#run
    const isThere = run !== undefined && !run.abort.signal.aborted
    if (isThere && givesWay(run.request, run.job, request, this.#work.isFree)) {
      // It may be at its first look already.
      run.abort.abort(stopped())
      this.#run = undefined
    }
    this.#begin(request)
  }

  async morePending(): Promise<void> {
    if (this.#work.isFree) this.#begin({})
  }

  async cancel(): Promise<void> {
    if (this.#run === undefined) throw noAnalysis()
    this.#run.abort.abort(stopped())
    if (this.#run.job.status === 'waiting') this.#run = undefined
    this.#events.changed()
  }

  async workHere(): Promise<boolean> {
    const run = this.#run
    if (run === undefined) return false
    run.isWantedAgain = false
    try {
      this.#ended = await this.#analyze(run)
    } catch (error) {
      if (!run.abort.signal.aborted) {
        const problem = problemOf(error)
        const isOutage = isHitCraftError(error, 'UNAVAILABLE')
        // A budget is given for one run: another would spend it anew.
        if (isOutage && this.#work.isFree) {
          this.#set(run, { ...run.job, status: 'waiting', problem })
          return true
        }
        if (!isOutage) this.#events.failed(error)
        this.#ended = { ...run.job, status: 'failed', problem }
      }
    }
    if (this.#run === run) this.#run = undefined
    if (run.isWantedAgain && !run.abort.signal.aborted) this.#begin(run.request)
    this.#events.touched()
    return false
  }

  async close(): Promise<void> {
    this.#run?.abort.abort(stopped())
  }

  /** @returns what ended it before its time */
  async #analyze(run: CurrentRun): Promise<RunJob | undefined> {
    const { request, abort } = run
    const pending = await this.#work.countPending()
    if ((pending === 0 && request.retopic !== true) || abort.signal.aborted) return undefined
    this.#set(run, { ...run.job, status: 'running', done: 0, planned: pending })
    const { status, reason } = await this.#work.analyze({
      ...request,
      signal: abort.signal,
      onProgress: (done, planned, spending) => {
        const spent = spending === undefined ? {} : { spending }
        this.#set(run, { id: run.job.id, status: 'running', done, planned, ...spent })
      },
    })
    if (status !== 'outage') return undefined
    const problem = { code: 'UNAVAILABLE', message: reason ?? 'the model does not answer' }
    return { ...run.job, status, problem }
  }

  #begin(request: RunRequest): void {
    this.#ended = undefined
    const run = this.#run
    if (run !== undefined && !run.abort.signal.aborted) {
      // A budget is given for one run: another would spend it anew.
      run.isWantedAgain = this.#work.isFree
      return
    }
    const job: RunJob = { id: randomUUID(), status: 'waiting', done: 0, planned: 0 }
    this.#run = { job, request, abort: new AbortController(), isWantedAgain: false }
  }

  #set(run: CurrentRun, job: RunJob): void {
    run.job = job
    this.#events.changed()
  }
}
