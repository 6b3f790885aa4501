import { randomUUID } from 'node:crypto'
import { ModelRefusal } from '../../errors/model-refusal.ts'
import { HitCraftError, isHitCraftError } from '../../errors/hitcraft-error.ts'
import type { JobWork, RunOutcome } from '../job-work.ts'
import { problemOf, stopped } from '../problem.ts'
import type { Problem } from '../problem.ts'
import type { RunRequest } from '../run-queue.ts'
import { livingWorkers } from './connect.ts'
import type { JobsConnection } from './connect.ts'
import { isForOne, isOpen } from './run-rows.ts'
import type { RunRow } from './run-rows.ts'
import type { PartDone, RunTable } from './run-table.ts'
import type { Seat, Seats } from './seats.ts'
import { sharedAccount, SILENT_AFTER } from './shared-account.ts'

/** Milliseconds. */
const BEAT = 1000
/** Failures one after another, with nothing saved between, after which a run is given up. */
const MOST_FAILURES = 5
/** Seconds. */
const LONGEST_PAUSE = 60

const DIED: Problem = {
  code: 'INTERNAL',
  message: 'a worker ended in the middle of it without a word',
  remedy: 'Look at its log, and at the memory that it had.',
}

/** A run whose request is understood. */
type OpenRun = Pick<RunRow, 'id'> & { readonly request: RunRequest }

/** What a worker works with. */
export interface WorkerRoom {
  readonly jobs: JobsConnection
  readonly table: RunTable
  readonly seats: Seats
  readonly work: JobWork
  /** What its parts have found out: once a model has served it, its settings name one that is there. */
  readonly known: { isServed: boolean }
  /** Ends the part after the threads at hand. */
  readonly signal: AbortSignal
  readonly onError: (error: unknown) => void
}

/** The part of one worker in a run, from sitting down to leaving. */
export class Part {
  readonly #room: WorkerRoom
  readonly #seat: Seat
  readonly #worker = randomUUID()
  readonly #abort = new AbortController()
  #done: PartDone = { analyzed: 0, failed: 0 }
  #hasOffered = false

  constructor(room: WorkerRoom, seat: Seat) {
    this.#room = room
    this.#seat = seat
  }

  /** Works until nothing of the run is left, or it is to end. @throws HitCraftError of the queue's database */
  async work(): Promise<void> {
    const { seats, table } = this.#room
    const known = await table.get(this.#seat.run)
    const isReturned = this.#seat.retryCount > 0
    // The seat that was one too many comes back until it lies with the dead letters.
    if (known?.status === 'failed' && isReturned) {
      return seats.giveUp(this.#seat, known.problem ?? DIED)
    }
    if (known === undefined || !isOpen(known)) return seats.leave(this.#seat)
    const { request } = known
    if (request === undefined) {
      await this.#leaveTo(known.id, SILENT_AFTER)
      throw ofAnotherVersion()
    }
    // A seat is given away after a day, also where a worker lives that sits on it.
    if (isReturned && (await table.isTaken(known.id, this.#seat.id))) {
      return this.#leaveTo(known.id)
    }
    if (isReturned && (await table.wait(known.id, DIED, true)) >= MOST_FAILURES) {
      return this.#giveUp(known, DIED)
    }
    const run = await table.join(known.id, this.#worker, this.#seat.id)
    if (run !== undefined) return this.#workOn({ ...run, request })
    // Whoever has it for itself may be dead.
    return isForOne(request) ? this.#leaveTo(known.id, SILENT_AFTER) : seats.leave(this.#seat)
  }

  /** Gives the seat back for a new one. @param after seconds */
  async #leaveTo(run: string, after = 0): Promise<void> {
    const { seats } = this.#room
    await seats.offer(run, after)
    await seats.leave(this.#seat)
  }

  async #workOn(run: OpenRun): Promise<void> {
    const { table, seats, signal } = this.#room
    const stop = () => this.#abort.abort(stopped())
    signal.addEventListener('abort', stop, { once: true })
    if (signal.aborted) stop()
    const beats = this.#beatWhile(run)
    try {
      const ended = await this.#analyze(run)
      this.#done = ended
      await beats.end()
      await table.leave(run.id, this.#worker, this.#done)
      await this.#leave(run, ended)
      await seats.leave(this.#seat)
    } catch (error) {
      await beats.end()
      await table.leave(run.id, this.#worker, this.#done)
      await this.#fail(run, error)
    } finally {
      signal.removeEventListener('abort', stop)
    }
  }

  async #analyze(run: OpenRun): Promise<RunOutcome> {
    const { jobs, work } = this.#room
    const { limit, ...request } = run.request
    const rest = limit === undefined ? undefined : limit - (await this.#saved(run))
    const isIdle = request.retopic !== true && (await work.countPending()) === 0
    if (isIdle || (rest !== undefined && rest <= 0))
      return { status: 'done', analyzed: 0, failed: 0 }
    return work.analyze({
      ...request,
      ...(rest === undefined ? {} : { limit: rest }),
      signal: this.#abort.signal,
      shared: sharedAccount(jobs, run.id, this.#worker),
      onProgress: (done, _planned, spending, failed = 0) => {
        this.#done = { analyzed: done - failed, failed, spending }
        if (done === failed) return
        this.#room.known.isServed = true
        this.#offerNext(run)
      },
    })
  }

  /** Threads that the parts so far have saved. */
  async #saved({ id }: OpenRun): Promise<number> {
    const parts = await this.#room.table.parts(id)
    return parts.reduce((sum, { analyzed }) => sum + analyzed, 0)
  }

  /** The first result that is saved shows that the work goes, so another worker may sit down. */
  #offerNext({ id, request }: OpenRun): void {
    if (this.#hasOffered || isForOne(request)) return
    this.#hasOffered = true
    this.#room.seats.offer(id).catch((error: unknown) => {
      this.#hasOffered = false
      this.#room.onError(error)
    })
  }

  async #leave({ id }: OpenRun, { status, reason }: RunOutcome): Promise<void> {
    const { seats, signal, table } = this.#room
    if (status === 'interrupted') {
      // What is given back waits for the next worker, unless the run itself was cancelled.
      if (signal.aborted) await seats.offer(id)
    } else if (status === 'outage') {
      const message = reason ?? 'the model does not answer'
      await table.end(id, status, { code: 'UNAVAILABLE', message })
    } else if (status === 'budget') {
      await table.end(id, status)
    } else if (status === 'done' && (await table.endIfLeft(id))) {
      // The last one to leave has ended it: others may still have found topics.
      await seats.forgetDeadLetters()
    }
  }

  /**
   * An outage of the store is waited for; of any other failure there may be a few.
   * @throws the error, where it is of this machine: the worker has no more to give
   */
  async #fail(run: OpenRun, error: unknown): Promise<void> {
    const { table, seats, known } = this.#room
    const problem = problemOf(error)
    // An address that has served is not wrong: what is not there now may be back soon.
    const isAway = known.isServed && isHitCraftError(error, 'INVALID_CONFIG')
    if (isOfThisMachine(error) && !isAway) {
      await this.#leaveToOthers(run, problem)
      throw error
    }
    this.#room.onError(error)
    if (isHitCraftError(error, 'UNAVAILABLE')) {
      await table.wait(run.id, problem, false)
      await seats.offer(run.id, LONGEST_PAUSE / 6)
    } else if (isOfTheModel(error) && (await this.#saved(run)) === 0) {
      // It would be the same for whoever sits down next.
      return this.#giveUp(run, problem)
    } else {
      const failures = await table.wait(run.id, problem, true)
      if (failures >= MOST_FAILURES) return this.#giveUp(run, problem)
      await seats.offer(run.id, Math.min(LONGEST_PAUSE, 2 ** (failures - 1)))
    }
    await seats.leave(this.#seat)
  }

  /** Whoever lives may have another key. Where nobody does, or several in a row had none that is good, the run ends. */
  async #leaveToOthers(run: OpenRun, problem: Problem): Promise<void> {
    const { jobs, table, work } = this.#room
    const failures = await table.wait(run.id, problem, true, 'machine')
    const hasOthers = (await livingWorkers(jobs, work.analyzerKey)) > 1
    if (!hasOthers || failures >= MOST_FAILURES) return this.#giveUp(run, problem)
    await this.#leaveTo(run.id)
  }

  async #giveUp({ id }: Pick<RunRow, 'id'>, problem: Problem): Promise<void> {
    const { seats, table } = this.#room
    await table.end(id, 'failed', problem)
    await seats.giveUp(this.#seat, problem)
  }

  /** Shows life, and looks whether the run is to end. */
  #beatWhile({ id }: OpenRun): { end(): Promise<void> } {
    const { seats, table, onError } = this.#room
    let beating: Promise<void> | undefined
    const beat = async () => {
      const status = await table.beat(id, this.#worker, this.#done)
      await seats.keep(this.#seat)
      // Of a budget that is used up each part hears with its next call; answers under way are waited for.
      const goesOn = status !== undefined && (isOpen({ status }) || status === 'budget')
      if (!goesOn) this.#abort.abort(stopped())
    }
    const timer = setInterval(() => {
      beating ??= beat()
        .catch(onError)
        .finally(() => (beating = undefined))
    }, BEAT)
    return {
      end: async () => {
        clearInterval(timer)
        await beating
      },
    }
  }
}

/** Whether a worker with another key may be answered where this one is not. */
export function isOfThisMachine(error: unknown): boolean {
  return error instanceof ModelRefusal && error.blames === 'machine'
}

function isOfTheModel(error: unknown): boolean {
  return error instanceof ModelRefusal && error.blames === 'model'
}

function ofAnotherVersion(): HitCraftError {
  return new HitCraftError('UNSUPPORTED', 'an analysis waits that another version asked for', {
    remedy: 'Run the version of hitcraft serve here.',
  })
}
