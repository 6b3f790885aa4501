import { buildThread } from '../src/domain/thread/build-thread.ts'
import type { Thread } from '../src/domain/thread/thread.ts'
import type { ChatStore } from '../src/storage/chat-store.ts'
import { openChatStore } from '../src/storage/open-chat-store.ts'
import { testBackend } from '../test/services/backends.ts'
import { openBareFile } from './bare/bare-file.ts'
import { openBareMongo } from './bare/bare-mongodb.ts'
import { openBareAzure, openBareS3 } from './bare/bare-objects.ts'
import { openBarePostgres } from './bare/bare-postgres.ts'
import { lastOf } from './bare/bare-store.ts'
import type { BareStore, OpenBare } from './bare/bare-store.ts'
import { machine, seconds } from './measure.ts'

/**
 * `node bench/stores.ts BACKEND [THREADS…]`: writes, reads, pages, filters, searches and pending threads
 * on a backend's real server with its syncs on, beside the bare driver or SDK doing the same with the
 * same threads in the same run. BACKEND is file, postgres 15, postgres 18, mongodb, s3 or azure.
 */
const BARE: Readonly<Record<string, OpenBare>> = {
  file: openBareFile,
  'postgres 15': openBarePostgres,
  'postgres 18': openBarePostgres,
  mongodb: openBareMongo,
  s3: openBareS3,
  azure: openBareAzure,
}
const KEY = 'local-1-000000000000'
const BATCH = 500
const READS = 200

/** About 4 KB of JSON, the same in every run. */
function thread(n: number): Thread {
  const messages = Array.from({ length: 8 }, (_, turn) => ({
    id: `m${n}-${turn}`,
    role: turn % 2 === 0 ? 'user' : 'assistant',
    userId: `u${n % 1000}`,
    createdAt: new Date(1_700_000_000_000 + n * 60_000 + turn * 1000).toISOString(),
    content: [
      {
        type: 'text',
        text: `turn ${turn} of talk ${n} about song ${n % 97} ${'la la bridge '.repeat(20)}`,
      },
    ],
  }))
  return buildThread({ id: idOf(n), messages }, { format: 'made' })
}

function idOf(n: number): string {
  return `thread-${String(n).padStart(8, '0')}`
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
    (n) => store.searchThreads({ words: `talk ${some(n)}`, limit: 20 }),
    20,
  )
}

async function measure(name: string, count: number): Promise<void> {
  const openBare = BARE[name]
  if (openBare === undefined) throw new Error(`no bare peer of ${name}`)
  const running = await testBackend(name).start({ durable: true })
  try {
    const place = await running.fresh()
    const bare = await openBare(place, count)
    let store = await openChatStore(place.target)
    const took = await write(store, bare, count)
    let start = performance.now()
    await store.flushIndex()
    const whole = took.ours + seconds(start)
    const rate = (time: number) => `${Math.round(count / time).toLocaleString('en')}/s`
    row(count, `write (${bare.how})`, rate(took.bare), rate(took.ours), took.bare / took.ours)
    row(count, 'write, until searchable', rate(took.bare), rate(whole), took.bare / whole)
    await store.countPending(KEY)
    await read(store, bare, count)
    await store.close()
    start = performance.now()
    store = await openChatStore(place.target)
    const opened = seconds(start) * 1000
    await store.listThreads({ limit: 50 })
    row(count, 'open, to the first page', '–', `${ms(opened)}, ${ms(seconds(start) * 1000)}`)
    const peak = Math.round(process.resourceUsage().maxRSS / 1024)
    row(count, 'largest resident set, bare and ours together', '–', `${peak} MB`)
    await store.close()
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
