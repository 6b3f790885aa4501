import type { JobWork } from '../job-work.ts'
import { pause } from '../../analysis/run/pause.ts'
import { toldSparingly } from '../told-sparingly.ts'
import { connectJobs } from './connect.ts'
import { isOfThisMachine, Part } from './part.ts'
import { RunTable } from './run-table.ts'
import { Seats } from './seats.ts'
import { Strangers } from './watching/unattended.ts'

/** Milliseconds between two looks for a seat; while the database is away, ten of them. */
const LOOK_EVERY = 500

export interface WorkerOptions {
  /** Ends it: what is under way comes to its end, or is given back. */
  readonly signal: AbortSignal
  /** Told once it looks for work. */
  readonly onReady?: () => void
  /** Told once of each other analyzer key under which an analysis waits that nobody does: settings may differ. */
  readonly onStranger?: (analyzerKey: string) => void
  /** Told of errors that it goes on after, of the same once a minute. */
  readonly onError: (error: unknown) => void
}

/**
 * Works on the runs that others ask for, one at a time, until it is stopped.
 *
 * @param url of the database of the queue
 * @throws HitCraftError UNAVAILABLE, PERMISSION, INVALID_CONFIG where it cannot begin; a `ModelRefusal` that blames the machine,
 *   as for a wrong key: what it took is left to others by then
 */
export async function workForQueue(
  url: string,
  work: JobWork,
  { signal, onReady, onStranger, ...options }: WorkerOptions,
): Promise<void> {
  const onError = toldSparingly(options.onError)
  const jobs = await connectJobs(url, 'worker', onError, work.analyzerKey)
  try {
    const table = new RunTable(jobs, work.analyzerKey)
    const seats = new Seats(jobs, work.analyzerKey)
    const strangers = new Strangers(jobs, work.analyzerKey)
    const room = { jobs, table, seats, work, known: { isServed: false }, signal, onError }
    await seats.open()
    onReady?.()
    while (!signal.aborted) {
      try {
        const seat = await seats.take()
        if (seat === undefined) {
          for (const key of await strangers.look()) onStranger?.(key)
          await pause(LOOK_EVERY, signal)
        } else await new Part(room, seat).work()
      } catch (error) {
        if (isOfThisMachine(error)) throw error
        onError(error)
        await pause(LOOK_EVERY * 10, signal)
      }
    }
  } finally {
    await jobs.close()
  }
}
