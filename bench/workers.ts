import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { openAnalyzer } from '../src/analysis/registry.ts'
import { jobWork } from '../src/app/jobs/job-work.ts'
import { connectJobs } from '../src/jobs/pg-boss/connect.ts'
import { QueuedRuns } from '../src/jobs/pg-boss/queued-runs.ts'
import { openChatStore } from '../src/storage/open-chat-store.ts'
import { parseStoreUrl } from '../src/storage/parse-store-url.ts'
import { piece } from '../test/integration/every-backend/pieces.ts'
import { startQueueWorker } from '../test/integration/workers/start-worker.ts'
import { startModelDouble } from '../test/services/models/model-double.ts'
import { plainForm } from '../test/services/models/plain-reader.ts'
import { startPostgres } from '../test/services/postgres.ts'
import { processorTimeOf } from './processor-time.ts'

/**
 * What a second worker brings: threads a second of one and of two processes that take analyses from one queue, on a
 * PostgreSQL server of its own, of a service that answers after a while. Counted from the first answer to the last, in
 * turns, with the processor time that each process took meanwhile. This process is the service, and watches the queue.
 *
 * `node bench/workers.ts [threads] [milliseconds of an answer] [rounds]`, default 600, 3000 and 2
 */
const [threads = 600, latency = 3000, rounds = 2] = process.argv.slice(2).map(Number)
const MODEL = 'claude-haiku-4-5'

const cwd = await mkdtemp(join(tmpdir(), 'hitcraft-bench-'))
const server = await startPostgres('18', { durable: true })
const [pid = ''] = readFileSync(join(server.folder, 'postmaster.pid'), 'utf8').split('\n')
const postmaster = Number(pid)
const service = await startModelDouble(({ transcript }) => ({
  does: 'wait',
  until: delay(latency),
  // oxlint-disable-next-line unicorn/no-thenable -- A step of the double, not a promise.
  then: { does: 'answer', value: plainForm(transcript) },
}))

interface Measured {
  /** Threads a second. */
  readonly rate: number
  /** Milliseconds of processor time a thread, by process. */
  readonly shares: string
}

async function measure(count: number): Promise<Measured> {
  const url = server.url(await server.createDatabase())
  const settings = {
    ...service.settings,
    ANALYZER: 'claude',
    ANALYZER_MODEL: MODEL,
    JOBS_URL: server.url(await server.createDatabase()),
  }
  const store = await openChatStore(parseStoreUrl(url, cwd))
  for (let at = 0; at < threads; at += 100) {
    const some = Array.from({ length: Math.min(100, threads - at) }, (_, i) => piece(at + i, 'a'))
    await store.mergeThreads(some)
  }
  const analyzer = await openAnalyzer('claude', settings)
  const jobs = await connectJobs(settings.JOBS_URL, 'server', console.error)
  const queue = new QueuedRuns(
    jobs,
    jobWork({ store, analyzer, folders: { temp: cwd, results: cwd } }),
    {
      changed: () => undefined,
      touched: () => undefined,
      failed: console.error,
    },
  )
  await queue.start()
  const before = service.billed.length
  const place = { target: parseStoreUrl(url, cwd), url, env: {} }
  const workers = Array.from({ length: count }, () => startQueueWorker(place, settings, cwd))
  await delay(5000)
  await queue.want({ budget: { nanoUsd: 1e14 } })
  const answers = async (enough: number) => {
    while (service.billed.length < before + enough) await delay(5)
    return performance.now()
  }
  const times = () => {
    const { user, system } = process.cpuUsage()
    return {
      workers: workers.reduce((sum, { pid }) => sum + processorTimeOf(pid), 0),
      database: processorTimeOf(postmaster),
      service: (user + system) / 1e6,
    }
  }
  const start = await answers(1)
  const began = times()
  const seconds = ((await answers(threads)) - start) / 1000
  const ended = times()
  const share = (who: keyof typeof began) => {
    const spent = ended[who] - began[who]
    return `${who} ${((spent * 1000) / threads).toFixed(1)} ms a thread, ${(spent / seconds).toFixed(2)} cores`
  }
  for (const worker of workers) worker.kill('SIGTERM')
  await Promise.all(workers.map(({ ended }) => ended))
  await queue.close()
  await store.close()
  const shares = [share('workers'), share('database'), share('service')].join('; ')
  return { rate: threads / seconds, shares }
}

for (let round = 1; round <= rounds; round++) {
  const one = await measure(1)
  const two = await measure(2)
  console.log(
    `${threads} threads, ${latency} ms an answer: ${one.rate.toFixed(1)}/s with one worker, ${two.rate.toFixed(1)}/s with two, ${(two.rate / one.rate).toFixed(2)} ×`,
  )
  console.log(`  one: ${one.shares}`)
  console.log(`  two: ${two.shares}`)
}
await service.close()
await server.stop()
await rm(cwd, { recursive: true, force: true })
