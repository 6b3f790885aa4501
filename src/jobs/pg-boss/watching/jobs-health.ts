import type { JobWithMetadata } from 'pg-boss'
import { z } from 'zod'
import { problemSchema } from '../../problem.ts'
import type { Problem } from '../../problem.ts'
import { connectJobs, livingWorkers } from '../connect.ts'
import { OPEN } from '../run-rows.ts'
import { DEAD, seatSchema } from '../seats.ts'
import { unattended } from './unattended.ts'

/** How a queue stands, with the analyses of all analyzers. */
export interface JobsHealth {
  /** Workers that showed life half a minute ago at most. */
  readonly workers: number
  /** Analyses that wait or are under way. */
  readonly open: number
  /** The analyzer keys of those that nobody does. */
  readonly unattended: readonly string[]
  readonly deadLetters: readonly DeadLetter[]
}

/** An analysis that was given up, as its work always failed. */
export interface DeadLetter {
  readonly run: string
  /** ISO 8601 */
  readonly since: string
  readonly problem?: Problem
}

const openRow = z.object({ open: z.coerce.number() })

/**
 * Looks at a queue, and changes nothing.
 *
 * @throws HitCraftError NOT_FOUND where nothing was ever put into it; UNAVAILABLE, PERMISSION, INVALID_CONFIG
 */
export async function jobsHealth(url: string): Promise<JobsHealth> {
  // What it cannot tell later it has told by what it throws.
  const jobs = await connectJobs(url, 'look', () => undefined)
  try {
    const workers = await livingWorkers(jobs)
    const [row] = await jobs.rows(
      openRow,
      `SELECT count(*) AS open FROM hitcraft_runs.run WHERE ${OPEN}`,
    )
    const queues = await jobs.through((boss) => boss.getQueues())
    const letters: DeadLetter[] = []
    for (const { name } of queues.filter((queue) => queue.name.endsWith(DEAD))) {
      const found = await jobs.through((boss) => boss.findJobs(name, { queued: true }))
      letters.push(...found.map(letterOf))
    }
    return {
      workers,
      open: row?.open ?? 0,
      unattended: await unattended(jobs),
      deadLetters: letters.toSorted((a, b) => (a.since < b.since ? 1 : -1)),
    }
  } finally {
    await jobs.close()
  }
}

function letterOf({ data, sourceOutput, createdOn }: JobWithMetadata<unknown>): DeadLetter {
  const { run } = seatSchema.parse(data)
  const problem = problemSchema.safeParse(sourceOutput)
  return {
    run,
    since: createdOn.toISOString(),
    ...(problem.success ? { problem: problem.data } : {}),
  }
}
