import { z } from 'zod'
import type { JobsConnection } from '../connect.ts'
import { OPEN } from '../run-rows.ts'

/** Seconds within which a worker that may take a run takes it, also after another has left it. */
const SOON = 10
/** Milliseconds between two looks. */
const LOOK_EVERY = 10_000

type Queries = Pick<JobsConnection, 'rows'>

const keyRow = z.object({ analyzer_key: z.string() })

/** The analyzer keys of open runs at which no worker has shown life for a while. Sorted; without those that wait to be tried again. */
export async function unattended(jobs: Queries): Promise<string[]> {
  const rows = await jobs.rows(
    keyRow,
    `SELECT DISTINCT analyzer_key FROM hitcraft_runs.run
     WHERE ${OPEN} AND problem IS NULL
       AND asked_at < clock_timestamp() - interval '${SOON} seconds'
       AND NOT EXISTS (
         SELECT 1 FROM hitcraft_runs.part WHERE part.run = run.id
           AND beat_at > clock_timestamp() - interval '${SOON} seconds'
       )
     ORDER BY analyzer_key`,
  )
  return rows.map((row) => row.analyzer_key)
}

/** Looks, while a worker is idle, whether runs wait that are not for its analyzer. Each key is told of once. */
export class Strangers {
  readonly #jobs: Queries
  readonly #own: string
  readonly #told = new Set<string>()
  #next = 0

  constructor(jobs: Queries, analyzerKey: string) {
    this.#jobs = jobs
    this.#own = analyzerKey
  }

  /** @returns keys that were not told before; none where it was looked a while ago */
  async look(): Promise<string[]> {
    if (performance.now() < this.#next) return []
    this.#next = performance.now() + LOOK_EVERY
    const others = (await unattended(this.#jobs)).filter((key) => key !== this.#own)
    const unseen = others.filter((key) => !this.#told.has(key))
    for (const key of unseen) this.#told.add(key)
    return unseen
  }
}
