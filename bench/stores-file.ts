import { closeSync, fdatasyncSync, openSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { buildThread } from '../src/domain/thread/build-thread.ts'
import type { Thread } from '../src/domain/thread/thread.ts'
import { openFileStore } from '../src/storage/objects/file/file-chat-store.ts'
import { foldersUnder } from '../src/storage/parse-store-url.ts'
import { dropFolder, inOwnProcess, machine, newFolder, printMeasured, seconds } from './measure.ts'

/** Threads that are written with one sync, here as there. */
const BATCH = 100
const PAGES = 200

/** A small thread, the same in every run. */
function thread(n: number): Thread {
  const messages = ['user', 'assistant'].map((role, turn) => ({
    id: `m${n}-${turn}`,
    role,
    createdAt: new Date(1_700_000_000_000 + n * 60_000 + turn * 1000).toISOString(),
    content: [{ type: 'text', text: `line ${turn} of talk ${n} about song ${n % 97}` }],
  }))
  return buildThread({ id: `thread-${n}`, messages }, { format: 'made' })
}

function batches(count: number): Thread[][] {
  return Array.from({ length: count / BATCH }, (_, batch) =>
    Array.from({ length: BATCH }, (__, n) => thread(batch * BATCH + n)),
  )
}

/** The same bytes to one log and nothing else. */
function bareLog(count: number): void {
  const folder = newFolder()
  const all = batches(count)
  const start = performance.now()
  const file = openSync(join(folder, 'log'), 'a')
  for (const batch of all) {
    writeSync(file, batch.map((one) => `${JSON.stringify(one)}\n`).join(''))
    fdatasyncSync(file)
  }
  closeSync(file)
  const log = seconds(start)
  const filesStart = performance.now()
  for (const batch of all) {
    for (const one of batch) writeFileSync(join(folder, `${one.id}.json`), JSON.stringify(one))
  }
  printMeasured({ log, files: seconds(filesStart) })
  dropFolder(folder)
}

async function ours(count: number): Promise<void> {
  const folder = newFolder()
  const store = await openFileStore(foldersUnder(folder))
  const all = batches(count)
  let start = performance.now()
  for (const batch of all) await store.mergeThreads(batch)
  const merge = seconds(start)
  start = performance.now()
  for (const batch of all) await store.mergeThreads(batch)
  const again = seconds(start)
  start = performance.now()
  let after: string | undefined
  for (let page = 0; page < PAGES && page < count / 50; page++) {
    after = (await store.listThreads(after === undefined ? {} : { cursor: after })).next
  }
  const pages = seconds(start)
  start = performance.now()
  await store.listPending({ analyzerKey: 'bench', limit: 50 })
  const firstPending = seconds(start)
  start = performance.now()
  for (let page = 0; page < PAGES; page++) {
    await store.listPending({ analyzerKey: 'bench', limit: 50, after: `thread-${page}` })
  }
  const pending = seconds(start)
  start = performance.now()
  await store.close()
  printMeasured({ merge, again, pages, firstPending, pending, settle: seconds(start) })
  dropFolder(folder)
}

function compare(count: number): void {
  const bare = inOwnProcess(import.meta.filename, ['bare', String(count)])
  const own = inOwnProcess(import.meta.filename, ['ours', String(count)])
  const rate = (time = Number.NaN) => Math.round(count / time).toLocaleString('en')
  const {
    merge = Number.NaN,
    again,
    settle,
    pages = 0,
    pending = 0,
    firstPending = 0,
  } = own.seconds
  const { log = Number.NaN, files } = bare.seconds
  const lines = [
    `${count.toLocaleString('en')} threads, ${BATCH} a sync; ${machine()}`,
    `bare log ${rate(log)}/s, bare files unsynced ${rate(files)}/s`,
    `merge to acknowledged ${rate(merge)}/s: ${(merge / log).toFixed(1)} times the bare log`,
    `unchanged again ${rate(again)}/s; all files, texts, search after ${settle?.toFixed(1)} s`,
    `page of 50 ${((pages / Math.min(PAGES, count / 50)) * 1000).toFixed(2)} ms, pending ${((pending / PAGES) * 1000).toFixed(2)} ms (first of a key ${(firstPending * 1000).toFixed(0)} ms)`,
    `largest resident set ${own.peakMb} MB, bare ${bare.peakMb} MB`,
  ]
  process.stdout.write(`${lines.join('\n')}\n\n`)
}

const [part, count] = process.argv.slice(2)
if (part === 'bare') bareLog(Number(count))
else if (part === 'ours') await ours(Number(count))
else for (const size of part === undefined ? [10_000] : [Number(part)]) compare(size)
