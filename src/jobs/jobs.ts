import type { Readable } from 'node:stream'
import type { ImportRecord } from '../domain/import-record.ts'
import { HitCraftError, isHitCraftError } from '../errors/hitcraft-error.ts'
import type { JobWork } from './job-work.ts'
import type { ImportJob, JobsState, PassedOver } from './jobs-state.ts'
import { pause } from '../analysis/run/pause.ts'
import { problemOf, stopped } from './problem.ts'
import type { RunEvents, RunQueue, RunRequest } from './run-queue.ts'
import { HalfUploads } from './uploads/half-uploads.ts'
import type { AnnouncedFile } from './uploads/upload-box.ts'
import type { UploadBoxes } from './uploads/upload-boxes.ts'
import type { UploadTicket } from './uploads/upload-tickets.ts'

export interface JobsOptions {
  /** First pause after an outage, in milliseconds; doubles up to a minute. Default 1,000. */
  readonly retryAfter?: number
  /** Told of errors that nobody waits for. */
  readonly onError?: (error: unknown) => void
}

/** What a cancelled import had stored. */
export interface Kept {
  readonly threads: number
  readonly messages: number
}

const LONGEST_PAUSE = 60_000
/** Files that were passed over, of which it is still told. */
const MOST_PASSED_OVER = 100
/** How often it is looked whether another server died and left uploads; milliseconds. */
const TAKE_OVER_EVERY = 5000

/**
 * What a server has to do: uploads, which it reads itself, one after another, then analyses, which are done where
 * the queue of them says. What waits lies in the upload box and what is done in the store, so a closed tab or the
 * end of this process changes nothing: `start` goes on with what is left.
 */
export class Jobs {
  readonly #box: UploadBoxes
  readonly #halves: HalfUploads
  readonly #work: Pick<JobWork, 'readFile'>
  readonly #options: JobsOptions
  readonly #tickets = new Map<string, UploadTicket>()
  readonly #live = new Map<string, Partial<ImportJob>>()
  readonly #passedOver: PassedOver[] = []
  #passedOverCount = 0
  readonly #listeners = new Set<() => void>()
  readonly #closing = new AbortController()
  #reading: { id: string; abort: AbortController; ended: Promise<Kept> } | undefined
  #takingOver: NodeJS.Timeout | undefined
  readonly #runs: RunQueue
  #revision = 0
  #loop: Promise<void> | undefined

  constructor(
    box: UploadBoxes,
    work: Pick<JobWork, 'readFile'>,
    openRuns: (events: RunEvents) => RunQueue,
    options: JobsOptions = {},
  ) {
    this.#box = box
    this.#halves = new HalfUploads(box, () => this.#changed())
    this.#work = work
    this.#options = options
    this.#runs = openRuns({
      changed: () => this.#changed(),
      touched: () => this.touch(),
      failed: (error) => options.onError?.(error),
    })
  }

  /** Takes up what an earlier process left: uploads that wait, and where it costs nothing, threads that are pending. */
  async start(): Promise<void> {
    await this.#takeOver()
    await this.#runs.start()
    this.#wake()
    this.#takingOver = setInterval(() => {
      this.#takeOver().catch((error: unknown) => this.#options.onError?.(error))
    }, TAKE_OVER_EVERY).unref()
  }

  state(): JobsState {
    const whole = [...this.#tickets.values()].map((ticket) => this.#jobOf(ticket))
    const imports = [...whole, ...this.#halves.jobs()]
    const run = this.#runs.job
    return {
      imports,
      ...(run === undefined ? {} : { run }),
      passedOver: this.#passedOver,
      passedOverCount: this.#passedOverCount,
      revision: this.#revision,
    }
  }

  /** Calls back after each change of the state, until the returned function is called. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  /** Takes an upload in and queues it. @throws what `UploadBox.receive` throws */
  async upload(source: Readable, name: string, maxBytes: number): Promise<ImportJob> {
    return this.#queue(await this.#box.receive(source, name, maxBytes))
  }

  /** Makes a file known whose bytes come by `append`. @throws what `HalfUploads.announce` throws */
  announce(file: AnnouncedFile, maxBytes: number): Promise<ImportJob> {
    return this.#halves.announce(file, maxBytes)
  }

  /** Takes bytes of an announced file in, and queues it with the last. @throws what `HalfUploads.append` throws */
  async append(id: string, source: Readable, offset: number): Promise<ImportJob> {
    const whole = await this.#halves.append(id, source, offset)
    if (whole !== undefined) return this.#queue(whole)
    const job = this.#halves.get(id)
    if (job === undefined) throw stopped()
    return job
  }

  /** Ends an upload or import that waits or is under way. @returns what it has stored: that stays */
  async cancelImport(id: string): Promise<Kept> {
    const nothing = { threads: 0, messages: 0 }
    if (await this.#halves.cancel(id)) return nothing
    const ticket = this.#tickets.get(id)
    if (ticket === undefined) {
      throw new HitCraftError('NOT_FOUND', 'no import of that id is waiting or under way')
    }
    this.#tickets.delete(id)
    this.#changed()
    const reading = this.#reading
    if (reading?.id !== id) {
      await this.#box.remove(ticket)
      return nothing
    }
    reading.abort.abort(stopped())
    return reading.ended
  }

  /** Asks for an analysis of what is pending. @throws what `RunQueue.want` throws */
  async startRun(request: RunRequest = {}): Promise<void> {
    await this.#runs.want(request)
    this.#wake()
  }

  /** Ends the analysis that waits or is under way. @throws what `RunQueue.cancel` throws */
  cancelRun(): Promise<void> {
    return this.#runs.cancel()
  }

  /** Says that something in the store has changed, so that pages look again. */
  touch(): void {
    this.#revision++
    this.#changed()
  }

  /** Lets the work at hand come to a safe end and keeps the rest for the next `start`. */
  async close(): Promise<void> {
    this.#closing.abort(stopped())
    clearInterval(this.#takingOver)
    this.#reading?.abort.abort(stopped())
    this.#listeners.clear()
    await this.#runs.close()
    await this.#halves.close()
    await this.#loop
    this.#box.close()
  }

  /** Resolves when nothing is waiting or under way. */
  async idle(): Promise<void> {
    while (this.#loop !== undefined) await this.#loop
  }

  /** Takes what a dead server left, and goes on with it. */
  async #takeOver(): Promise<void> {
    const { whole, half } = await this.#box.takeOver()
    for (const ticket of [...whole, ...(await this.#halves.takeUp(half))]) this.#queue(ticket)
  }

  #queue(ticket: UploadTicket): ImportJob {
    this.#tickets.set(ticket.id, ticket)
    this.#changed()
    this.#wake()
    return this.#jobOf(ticket)
  }

  #wake(): void {
    if (this.#loop !== undefined || this.#closing.signal.aborted) return
    this.#loop = this.#workOff()
      .catch((error: unknown) => this.#options.onError?.(error))
      .finally(() => {
        this.#loop = undefined
        // Something may have come in between the last look and now.
        if (this.#next() !== undefined || this.#runs.waitsHere) this.#wake()
      })
  }

  async #workOff(): Promise<void> {
    let failures = 0
    while (!this.#closing.signal.aborted) {
      const ticket = this.#next()
      if (ticket === undefined && !this.#runs.waitsHere) return
      const outage = ticket === undefined ? await this.#runs.workHere() : await this.#read(ticket)
      failures = outage ? failures + 1 : 0
      if (outage) await this.#pause(failures)
    }
  }

  #next(): UploadTicket | undefined {
    return this.#tickets.values().next().value
  }

  async #pause(failures: number): Promise<void> {
    const first = this.#options.retryAfter ?? 1000
    await pause(Math.min(LONGEST_PAUSE, first * 2 ** (failures - 1)), this.#closing.signal)
  }

  /** @returns whether an outage stands in the way: the upload waits on */
  async #read(ticket: UploadTicket): Promise<boolean> {
    const abort = new AbortController()
    const { promise: ended, resolve: end } = Promise.withResolvers<Kept>()
    this.#reading = { id: ticket.id, abort, ended }
    let kept: Kept = { threads: 0, messages: 0 }
    let noLog: string | undefined
    this.#live.set(ticket.id, { status: 'reading' })
    this.#changed()
    try {
      const records = await this.#work.readFile(
        { path: this.#box.pathOf(ticket), name: ticket.name },
        {
          signal: abort.signal,
          ...(ticket.ofFolder === true ? { onNoLog: (what) => void (noLog = what) } : {}),
          onProgress: ({ bytesRead, bytesTotal, threads }) => {
            const total = bytesTotal === undefined ? {} : { bytesTotal }
            this.#live.set(ticket.id, { status: 'reading', bytesRead, ...total, threads })
            this.#changed()
          },
        },
      )
      kept = keptBy(records)
      // A stopped import has kept its place: cancelled, it is over; at our own end, it waits.
      if (abort.signal.aborted && this.#tickets.has(ticket.id)) return false
      // The analysis is wanted first, so that nobody sees a moment in which nothing is going on.
      if (noLog === undefined) await this.#runs.morePending()
      await this.#forget(ticket)
      // Told at the end alone: what an outage stops is read again from its beginning.
      if (noLog !== undefined) this.#passOver(ticket, noLog)
      return false
    } catch (error) {
      if (isHitCraftError(error, 'UNAVAILABLE') && !abort.signal.aborted) {
        this.#live.set(ticket.id, { status: 'queued', problem: problemOf(error) })
        return true
      }
      if (!isHitCraftError(error)) this.#options.onError?.(error)
      // Every other failure stands in the record of the import.
      if (!this.#closing.signal.aborted) await this.#forget(ticket)
      return false
    } finally {
      this.#reading = undefined
      end(kept)
      this.touch()
    }
  }

  /** No record is made of what was never meant to be one; it is told until others push it out. */
  #passOver({ id, name: file }: UploadTicket, what: string): void {
    this.#passedOverCount++
    this.#passedOver.push({ id, file, what })
    if (this.#passedOver.length > MOST_PASSED_OVER) this.#passedOver.shift()
  }

  async #forget(ticket: UploadTicket): Promise<void> {
    this.#live.delete(ticket.id)
    this.#tickets.delete(ticket.id)
    await this.#box.remove(ticket)
  }

  #jobOf(ticket: UploadTicket): ImportJob {
    const { name, ...rest } = ticket
    const waiting = { file: name, status: 'queued', bytesRead: 0, threads: 0 } as const
    return { ...rest, ...waiting, ...this.#live.get(ticket.id) }
  }

  #changed(): void {
    for (const listener of this.#listeners) listener()
  }
}

function keptBy(records: readonly ImportRecord[]): Kept {
  const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0)
  return {
    threads: sum(records.map(({ added, updated, unchanged }) => added + updated + unchanged)),
    messages: sum(records.map(({ messages }) => messages)),
  }
}
