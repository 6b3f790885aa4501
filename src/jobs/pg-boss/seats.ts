import { z } from 'zod'
import { sha256 } from '../../domain/values/canonical-json.ts'
import type { Problem } from '../problem.ts'
import type { JobsConnection } from './connect.ts'

/** Seconds without a word after which a worker is taken for dead, and its seat is another's. The least that pg-boss takes. */
const HEARTBEAT = 15
/** Seconds; a day is the most that pg-boss takes. */
const LONGEST = 86_400
const RETRIES = 2
/** How the names of queues of dead letters end. */
export const DEAD = '-dead'

/** A place at a run, which a worker has taken. */
export interface Seat {
  readonly id: string
  readonly run: string
  /** How many workers had it before and did not come back from it. */
  readonly retryCount: number
}

/** What a message holds. */
export const seatSchema = z.object({ run: z.string() })

/**
 * The seats at the runs of one analyzer key, as messages of pg-boss. Of a run one seat at most is on offer at a time: who has
 * taken it offers the next, so any number of workers sit down one after another.
 */
export class Seats {
  readonly #jobs: JobsConnection
  readonly #queue: string

  constructor(jobs: JobsConnection, analyzerKey: string) {
    this.#jobs = jobs
    this.#queue = `analyze-${sha256(analyzerKey).slice(0, 16)}`
  }

  /** Makes the queues where there are none. */
  async open(): Promise<void> {
    await this.#jobs.through(async (boss) => {
      await boss.createQueue(this.#dead)
      await boss.createQueue(this.#queue, {
        policy: 'short',
        deadLetter: this.#dead,
        retryLimit: RETRIES,
        heartbeatSeconds: HEARTBEAT,
        expireInSeconds: LONGEST,
      })
    })
  }

  /** Offers a seat, unless one is on offer. @param after seconds */
  async offer(run: string, after = 0): Promise<void> {
    await this.#jobs.through((boss) =>
      boss.send(this.#queue, { run }, { singletonKey: run, startAfter: after }),
    )
  }

  /** Takes a seat; undefined where none is on offer. */
  async take(): Promise<Seat | undefined> {
    const [job] = await this.#jobs.through((boss) => boss.fetch(this.#queue))
    if (job === undefined) return undefined
    return { id: job.id, retryCount: job.retryCount, ...seatSchema.parse(job.data) }
  }

  /** Says that whoever took it is alive. */
  async keep({ id, retryCount }: Seat): Promise<void> {
    await this.#jobs.through((boss) => boss.touch(this.#queue, { id, retryCount }))
  }

  async leave({ id, retryCount }: Seat): Promise<void> {
    await this.#jobs.through((boss) => boss.complete(this.#queue, { id, retryCount }))
  }

  /** Gives up: after some more who do the same, the seat lies with the dead letters. */
  async giveUp({ id, retryCount }: Seat, problem: Problem): Promise<void> {
    await this.#jobs.through((boss) => boss.fail(this.#queue, { id, retryCount }, { ...problem }))
  }

  /** Forgets the dead letters, as a run has come to its end since. */
  async forgetDeadLetters(): Promise<void> {
    await this.#jobs.through((boss) => boss.deleteQueuedJobs(this.#dead))
  }

  get #dead(): string {
    return `${this.#queue}${DEAD}`
  }
}
