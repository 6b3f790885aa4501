import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { Client } from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { buildThread } from '../src/domain/thread/build-thread.ts'
import type { Thread } from '../src/domain/thread/thread.ts'
import { openPostgresStore } from '../src/storage/postgres/postgres-chat-store.ts'
import { startPostgres } from '../test/services/postgres.ts'
import { machine, seconds } from './measure.ts'

/**
 * `node bench/stores-postgres.ts [threads…]`: writes, pages, pending and search on PostgreSQL 15 with its
 * syncs on, beside COPY of the same bodies into a bare `jsonb` table and the bare indexed queries, in the
 * same run.
 */
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
  return buildThread({ id: `thread-${String(n).padStart(8, '0')}`, messages }, { format: 'made' })
}

async function copy(client: Client, threads: readonly Thread[]): Promise<void> {
  const escape = (text: string) => text.replace(/[\\\n\t]/g, (char) => `\\${char}`)
  const lines = threads.map((one) => `${one.id}\t${escape(JSON.stringify(one))}\t${lastOf(one)}\n`)
  const into = client.query(copyFrom('COPY bare (id, content, last) FROM STDIN'))
  await pipeline(Readable.from(lines), into)
}

function lastOf(one: Thread): string {
  return one.messages.at(-1)?.createdAt ?? ''
}

/** Milliseconds of one call, by many. */
async function each(call: (n: number) => Promise<unknown>): Promise<number> {
  await call(0)
  const start = performance.now()
  for (let n = 0; n < READS; n++) await call(n)
  return (seconds(start) / READS) * 1000
}

async function measure(count: number, connectionString: string): Promise<void> {
  const client = new Client({ connectionString })
  await client.connect()
  await client.query(
    'CREATE TABLE bare (id TEXT COLLATE "C" PRIMARY KEY, content JSONB, last TEXT COLLATE "C")',
  )
  await client.query('ALTER TABLE bare ALTER content SET COMPRESSION lz4')
  await client.query('CREATE INDEX ON bare (last DESC, id)')
  const store = await openPostgresStore({ connectionString })
  let copying = 0
  let merging = 0
  for (let n = 0; n < count; n += BATCH) {
    const threads = Array.from({ length: BATCH }, (_, i) => thread(n + i))
    let start = performance.now()
    await copy(client, threads)
    copying += seconds(start)
    start = performance.now()
    await store.mergeThreads(threads)
    merging += seconds(start)
  }
  let start = performance.now()
  await store.flushIndex()
  const indexing = seconds(start)
  await store.countPending(KEY)
  await client.query('VACUUM ANALYZE')
  const barePage = await each((n) =>
    client.query('SELECT id FROM bare WHERE last < $1 ORDER BY last DESC, id LIMIT 50', [
      lastOf(thread((n * 37) % count)),
    ]),
  )
  let cursor: string | undefined
  const page = await each(async () => {
    const found = await store.listThreads({
      limit: 50,
      ...(cursor === undefined ? {} : { cursor }),
    })
    cursor = found.next
  })
  const barePending = await each(() =>
    client.query('SELECT id FROM pending WHERE key = $1 AND id > $2 ORDER BY id LIMIT 10', [
      KEY,
      '',
    ]),
  )
  const pending = await each((n) =>
    store.listPending({
      analyzerKey: KEY,
      limit: 10,
      after: `thread-${String(n).padStart(8, '0')}`,
    }),
  )
  start = performance.now()
  for (let n = 0; n < 20; n++) await store.searchThreads({ words: `talk ${n * 31}`, limit: 20 })
  const search = (seconds(start) / 20) * 1000
  const row = (what: string, bare: string, ours: string, ratio: number) =>
    console.log(`| ${count} | ${what} | ${bare} | ${ours} | ${ratio.toFixed(2)} |`)
  const rate = (s: number) => `${Math.round(count / s)} rows/s`
  const ms = (value: number) => `${value.toFixed(2)} ms`
  row('write, without the search index (COPY)', rate(copying), rate(merging), copying / merging)
  row('write, with it', rate(copying), rate(merging + indexing), copying / (merging + indexing))
  row('page of 50', ms(barePage), ms(page), page / barePage)
  row('ten pending', ms(barePending), ms(pending), pending / barePending)
  console.log(`| ${count} | search, two words | – | ${ms(search)} | – |`)
  await store.close()
  await client.end()
}

const sizes = process.argv.slice(2).map(Number)
console.log(`# bench/stores-postgres\n\n${machine()}\n`)
console.log('| threads | what | bare | ours | ratio |\n|---|---|---|---|---|')
const server = await startPostgres('15', { durable: true })
try {
  for (const count of sizes.length > 0 ? sizes : [10_000, 100_000]) {
    await measure(count, server.url(await server.createDatabase()))
  }
} finally {
  await server.stop()
}
