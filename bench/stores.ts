import { join } from 'node:path'
import { openAnalyzer } from '../src/analysis/registry.ts'
import { historyEntry, newRun } from '../src/analysis/run/run-record.ts'
import type { Analysis } from '../src/domain/analysis/analysis.ts'
import { buildReport } from '../src/insights/build-report.ts'
import type { AnalyzedThread, ChatStore } from '../src/storage/chat-store.ts'
import { openChatStore } from '../src/storage/open-chat-store.ts'
import { testBackend } from '../test/services/backends.ts'
import { openBareFile } from './bare/bare-file.ts'
import { openBareMongo } from './bare/bare-mongodb.ts'
import { openBareAzure, openBareS3 } from './bare/bare-objects.ts'
import { openBarePostgres } from './bare/bare-postgres.ts'
import { lastOf } from './bare/bare-store.ts'
import type { BareStore, OpenBare } from './bare/bare-store.ts'
import type { StoreTarget } from '../src/storage/backends/backends.ts'
import { idOf, padded, thread } from './made-threads.ts'
import { inOwnProcess, machine, seconds } from './measure.ts'

/**
 * `node bench/stores.ts BACKEND [THREADS…]`: writes, reads, pages, filters, searches, pending threads,
 * analyses and the report on a backend's real server with its syncs on, beside the bare driver or SDK
 * doing the same with the same threads in the same run. BACKEND is file, postgres 15, postgres 18, mongodb, s3 or azure.
 */
const BARE: Readonly<Record<string, OpenBare>> = {
  file: openBareFile,
  'postgres 15': openBarePostgres,
  'postgres 18': openBarePostgres,
  mongodb: openBareMongo,
  s3: openBareS3,
  azure: openBareAzure,
}
const analyzer = await openAnalyzer('local')
const KEY = analyzer.key
const BATCH = 500
const READS = 200

/** The analyses of threads that differ by their number alone, so that one is made and told by number. */
async function analyses(): Promise<(n: number) => Analysis> {
  const number = 12_345_678
  const one = JSON.stringify(await analyzer.analyze(thread(number)))
  return (n) => ({
    ...(JSON.parse(one.replaceAll(String(number), padded(n))) as Analysis),
    contentHash: thread(n).contentHash,
  })
}

/** Milliseconds of one call, by many. */
async function each(call: (n: number) => Promise<unknown>, times = READS): Promise<number> {
  await call(0)
  const start = performance.now()
  for (let n = 0; n < times; n++) await call(n)
  return (seconds(start) / times) * 1000
}

async function write(store: ChatStore, bare: BareStore, count: number) {
  const took = { bare: 0, ours: 0 }
  for (let n = 0; n < count; n += BATCH) {
    const threads = Array.from({ length: Math.min(BATCH, count - n) }, (_, i) => thread(n + i))
    let start = performance.now()
    await bare.write(threads)
    took.bare += seconds(start)
    start = performance.now()
    await store.mergeThreads(threads)
    took.ours += seconds(start)
  }
  return took
}

function row(count: number, what: string, bare: string, ours: string, ratio?: number): void {
  const shown = ratio === undefined ? '–' : ratio.toFixed(2)
  console.log(`| ${count.toLocaleString('en')} | ${what} | ${bare} | ${ours} | ${shown} |`)
}

const ms = (value: number) => `${value.toFixed(2)} ms`

async function read(store: ChatStore, bare: BareStore, count: number): Promise<void> {
  const some = (n: number) => (n * 7919) % count
  const timed = async (
    what: string,
    theirs: ((n: number) => Promise<unknown>) | undefined,
    ours: (n: number) => Promise<unknown>,
    times = READS,
  ) => {
    const bareTook = theirs === undefined ? undefined : await each(theirs, times)
    const took = await each(ours, times)
    const ratio = bareTook === undefined ? undefined : took / bareTook
    row(count, what, bareTook === undefined ? '–' : ms(bareTook), ms(took), ratio)
  }
  await timed(
    'read a thread',
    (n) => bare.read(idOf(some(n))),
    (n) => store.getThread(idOf(some(n))),
  )
  let cursor: string | undefined
  await timed(
    'page of 50',
    (n) => bare.page(lastOf(thread(some(n)))),
    async () => {
      const query = cursor === undefined ? {} : { cursor }
      cursor = (await store.listThreads({ limit: 50, ...query })).next
    },
  )
  await timed('page of 50 of one user', undefined, (n) =>
    store.listThreads({ limit: 50, userId: `u${some(n) % 1000}` }),
  )
  await timed(
    'ten pending',
    (n) => bare.pending(idOf(some(n))),
    (n) => store.listPending({ analyzerKey: KEY, limit: 10, after: idOf(some(n)) }),
  )
  await timed(
    'search, two words, 20 hits',
    undefined,
    (n) => store.searchThreads({ words: `talk ${padded(some(n))}`, limit: 20 }),
    20,
  )
}

async function report(store: ChatStore, count: number): Promise<void> {
  const analysisOf = await analyses()
  const run = newRun(KEY, { planned: count })
  let took = 0
  for (let n = 0; n < count; n += BATCH) {
    const items: AnalyzedThread[] = Array.from({ length: Math.min(BATCH, count - n) }, (_, i) => {
      const analysis = analysisOf(n + i)
      return { analysis, entry: historyEntry(run, analysis, 8) }
    })
    const start = performance.now()
    await store.saveAnalyses(items)
    took += seconds(start)
  }
  row(count, 'save analyses', '–', `${Math.round(count / took).toLocaleString('en')}/s`)
  const { usage, evidence } = await buildReport(store, { analyzerKey: KEY })
  if (usage.analyzed !== count || evidence.dropped > 0) throw new Error('the report is not whole')
}

/** What a process meets that starts on the store. */
function again(count: number, target: StoreTarget): void {
  const opener = join(import.meta.dirname, 'open-store.ts')
  const run = inOwnProcess(opener, [JSON.stringify(target), KEY])
  const { open = 0, firstPage = 0, report: reported = 0 } = run.seconds
  row(
    count,
    'new process: open, to the first page',
    '–',
    `${ms(open * 1000)}, ${ms(firstPage * 1000)}`,
  )
  row(count, 'new process: report of all', '–', `${reported.toFixed(2)} s`)
  row(count, 'new process: largest resident set', '–', `${run.peakMb} MB`)
}

async function measure(name: string, count: number): Promise<void> {
  const openBare = BARE[name]
  if (openBare === undefined) throw new Error(`no bare peer of ${name}`)
  const running = await testBackend(name).start({ durable: true })
  try {
    const place = await running.fresh()
    const bare = await openBare(place, count)
    const store = await openChatStore(place.target)
    const took = await write(store, bare, count)
    const start = performance.now()
    await store.flushIndex()
    const whole = took.ours + seconds(start)
    const rate = (time: number) => `${Math.round(count / time).toLocaleString('en')}/s`
    row(count, `write (${bare.how})`, rate(took.bare), rate(took.ours), took.bare / took.ours)
    row(count, 'write, until searchable', rate(took.bare), rate(whole), took.bare / whole)
    await store.countPending(KEY)
    await read(store, bare, count)
    await report(store, count)
    await store.close()
    again(count, place.target)
    await bare.close()
    console.log(`\n${running.name}\n`)
  } finally {
    await running.stop()
  }
}

const [name = 'file', ...sizes] = process.argv.slice(2)
console.log(`# bench/stores ${name}\n\n${machine()}\n`)
console.log('| threads | what | bare | ours | ratio |\n|---|---|---|---|---|')
for (const count of sizes.length > 0 ? sizes.map(Number) : [10_000]) await measure(name, count)
