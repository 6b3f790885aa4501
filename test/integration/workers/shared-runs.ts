import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import type { SharedRun } from '../../../src/analysis/models/runs/budget/shared-run.ts'
import { costOf, priceOf } from '../../../src/analysis/models/prices/price-table.ts'
import { openAnalyzer } from '../../../src/analysis/registry.ts'
import { jobWork } from '../../../src/app/jobs/job-work.ts'
import type { JobsConnection } from '../../../src/jobs/pg-boss/connect.ts'
import { connectJobs } from '../../../src/jobs/pg-boss/connect.ts'
import { QueuedRuns } from '../../../src/jobs/pg-boss/queued-runs.ts'
import { RunTable } from '../../../src/jobs/pg-boss/run-table.ts'
import { sharedAccount } from '../../../src/jobs/pg-boss/shared-account.ts'
import { workForQueue } from '../../../src/jobs/pg-boss/worker.ts'
import type { ChatStore } from '../../../src/storage/chat-store.ts'
import { openChatStore } from '../../../src/storage/open-chat-store.ts'
import type { Place, RunningBackend } from '../../services/backends.ts'
import { startModelDouble } from '../../services/models/model-double.ts'
import type { Behave, ModelDouble } from '../../services/models/model-double.ts'
import { runCli } from '../../cli/run-cli.ts'
import { piece } from '../every-backend/pieces.ts'
import { startQueueWorker } from './start-worker.ts'
import type { QueueWorker } from './start-worker.ts'

const MODEL = 'claude-haiku-4-5'
const accountSchema = z.object({
  status: z.string(),
  spent: z.coerce.number(),
  held: z.coerce.number(),
})

/** A server's queue, a store with threads, and a service of models: what workers are for. */
export interface SharedRuns {
  readonly queue: QueuedRuns
  /** The runs of the analyzer, as they stand in the database of the queue. */
  readonly table: RunTable
  /** The connection of the server. */
  readonly jobs: JobsConnection
  readonly place: Place
  readonly store: ChatStore
  readonly analyzerKey: string
  readonly service: ModelDouble
  /** Settings of all but the store. */
  readonly settings: Readonly<Record<string, string>>
  readonly errors: readonly unknown[]
  /** A worker that is a process of its own. @param others settings that differ from the server's */
  startWorker(others?: Readonly<Record<string, string>>): QueueWorker
  /** One in this process; it has opened the store for itself, unless it is given another. */
  workHere(other?: ChatStore): Promise<WorkerHere>
  /** Sits down at the newest run, as a worker does, and does nothing. */
  join(): Promise<SharedRun>
  /** What the database of the queue says of the newest run. */
  account(): Promise<z.infer<typeof accountSchema>>
  /** Makes all runs as old as if they had been asked for a minute before. */
  age(): Promise<void>
  /** What `hitcraft doctor` prints. */
  doctor(): Promise<string>
  /** What the service bills, in billionths of a dollar. */
  bill(): number
  close(): Promise<void>
}

export interface WorkerHere {
  /** Resolves when it has ended in order. Idempotent. */
  stop(): Promise<void>
  /** Why it ended before it was told to. */
  readonly ended: Promise<unknown>
}

export async function openSharedRuns(
  running: RunningBackend,
  threads: number,
  behave: Behave,
): Promise<SharedRuns> {
  const cwd = await mkdtemp(join(tmpdir(), 'hitcraft-workers-'))
  const service = await startModelDouble(behave)
  const [place, jobsPlace] = [await running.fresh(), await running.fresh()]
  const settings = {
    ...service.settings,
    ANALYZER: 'claude',
    ANALYZER_MODEL: MODEL,
    JOBS_URL: jobsPlace.url,
  }
  const store = await openChatStore(place.target)
  for (let at = 0; at < threads; at += 100) {
    const some = Array.from({ length: Math.min(100, threads - at) }, (_, i) => piece(at + i, 'a'))
    await store.mergeThreads(some)
  }
  const analyzer = await openAnalyzer('claude', settings)
  const errors: unknown[] = []
  const note = (error: unknown) => void errors.push(error)
  const jobs = await connectJobs(jobsPlace.url, 'server', note)
  const folders = { temp: join(cwd, 'temp'), results: join(cwd, 'results') }
  const queue = new QueuedRuns(jobs, jobWork({ store, analyzer, folders }), {
    changed: () => undefined,
    touched: () => undefined,
    failed: note,
  })
  await queue.start()
  const workers: QueueWorker[] = []
  const workersHere: WorkerHere[] = []
  const table = new RunTable(jobs, analyzer.key)
  return {
    queue,
    table,
    jobs,
    place,
    store,
    analyzerKey: analyzer.key,
    service,
    settings,
    errors,
    startWorker(others = {}) {
      const worker = startQueueWorker(place, { ...settings, ...others }, cwd)
      workers.push(worker)
      return worker
    },
    async workHere(other) {
      const stop = new AbortController()
      const own = other ?? (await openChatStore(place.target))
      const work = jobWork({ store: own, analyzer, folders })
      const options = { signal: stop.signal, onError: () => undefined }
      const ended = workForQueue(jobsPlace.url, work, options)
        .catch((error: unknown) => error)
        .then(async (error) => {
          await own.close()
          return error
        })
      const here = {
        ended,
        async stop() {
          stop.abort()
          await ended
        },
      }
      workersHere.push(here)
      return here
    },
    async join() {
      const run = await table.newest()
      const worker = randomUUID()
      if (run === undefined || (await table.join(run.id, worker)) === undefined) {
        throw new Error('no run is open')
      }
      return sharedAccount(jobs, run.id, worker)
    },
    async account() {
      const sql = 'SELECT status, spent, held FROM hitcraft_runs.run ORDER BY asked_at DESC LIMIT 1'
      const [row] = await jobs.rows(accountSchema, sql)
      if (row === undefined) throw new Error('no run was asked for')
      return row
    },
    async age() {
      const sql = `UPDATE hitcraft_runs.run SET asked_at = asked_at - interval '1 minute'`
      await jobs.rows(z.object({}), sql)
    },
    async doctor() {
      const args = ['doctor', '--quick', '--store', place.url]
      return (await runCli(args, { cwd, env: { ...place.env, ...settings } })).out
    },
    bill() {
      const price = priceOf(MODEL)
      if (price === undefined) throw new Error(`no price of ${MODEL}`)
      return service.billed.reduce((sum, { counted }) => sum + costOf(price, counted), 0)
    },
    async close() {
      for (const worker of workers) worker.kill('SIGKILL')
      await Promise.all(workers.map(({ ended }) => ended))
      await Promise.all(workersHere.map((worker) => worker.stop()))
      await queue.close()
      await store.close()
      await service.close()
      await rm(cwd, { recursive: true, force: true })
    },
  }
}

/** A store that takes no analysis while it is told to refuse. */
export function refusing(store: ChatStore, isRefused: () => boolean, error: Error): ChatStore {
  return {
    ...store,
    saveAnalyses: (items) => (isRefused() ? Promise.reject(error) : store.saveAnalyses(items)),
  }
}
