import '../bin/heap.js'
import '../bin/compile-cache.js'
import {
  closeSync,
  createReadStream,
  fdatasyncSync,
  openSync,
  readFileSync,
  statSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { openChatStore } from '../src/storage/open-chat-store.ts'
import { foldersUnder } from '../src/storage/backends/folders.ts'
import { importFile } from '../src/importers/import-file.ts'
import { generateExport } from './generate-export.ts'
import {
  cpuSeconds,
  dropFolder,
  emptyFolder,
  inOwnProcess,
  machine,
  median,
  newFolder,
  printMeasured,
  seconds,
} from './measure.ts'
import type { Measured } from './measure.ts'

/**
 * `node bench/import.ts [threads or files…]`: an import to acknowledged and to searchable, and its peak memory,
 * beside `JSON.parse` of the same bytes and the bare loop (read, parse a line, group by thread, append to one
 * synced log). Each runs in a process of its own, on all cores and kept to one, in turns; medians. A file is any log.
 */
const PARTS = {
  'json-parse': jsonParse,
  'bare-loop': bareLoop,
  import: importIntoFiles,
} as const
const ROUNDS = 3

const [part, file, parent] = process.argv.slice(2)
if (part !== undefined && part in PARTS && file !== undefined) {
  printMeasured(await PARTS[part as keyof typeof PARTS](file, newFolder(parent)))
} else {
  await runAll(process.argv.slice(2))
}

async function runAll(given: readonly string[]): Promise<void> {
  console.log(`# bench/import\n\n${machine()}\n`)
  const folder = newFolder()
  const work = newFolder(folder)
  for (const one of given.length > 0 ? given : ['10000', '50000']) {
    const threads = Number(one)
    const path = Number.isNaN(threads) ? one : join(folder, 'export.json')
    if (!Number.isNaN(threads)) await generateExport(path, threads)
    const mb = statSync(path).size / 1e6
    for await (const _ of createReadStream(path)) continue
    console.log(`\n${one}: ${mb.toFixed(0)} MB\n`)
    console.log(
      '| what | cores | MB/s | × bare loop | CPU s | peak MB |\n|---|---|---|---|---|---|',
    )
    for (const cores of ['all', 'one'] as const) {
      measure(path, mb, cores, work, !Number.isNaN(threads))
    }
  }
  dropFolder(folder)
}

/**
 * @param work where each run makes its files, which stay there, empty
 * @param isExport whether it is one of ours, which the bare loop reads
 */
function measure(
  path: string,
  mb: number,
  cores: 'all' | 'one',
  work: string,
  isExport: boolean,
): void {
  const names = isExport ? (['bare-loop', 'json-parse', 'import'] as const) : (['import'] as const)
  const runs = new Map<string, Measured[]>()
  for (let round = 0; round < ROUNDS; round++) {
    for (const name of names) {
      if (name === 'json-parse' && mb > 500) continue
      const run = inOwnProcess(import.meta.filename, [name, path, work], cores)
      emptyFolder(work)
      runs.set(name, [...(runs.get(name) ?? []), run])
    }
  }
  const of = (name: string, phase: string) =>
    median((runs.get(name) ?? []).map(({ seconds: took }) => took[phase] ?? 0))
  const row = (what: string, name: string, phase: string, cpu: string) => {
    const took = of(name, phase)
    if (took === 0) return
    const ratio = isExport ? (of('bare-loop', 'all') / took).toFixed(2) : ''
    const peak = median((runs.get(name) ?? []).map(({ peakMb }) => peakMb))
    const figures = [(mb / took).toFixed(1), ratio, of(name, cpu).toFixed(1), peak]
    console.log(`| ${[what, cores, ...figures].join(' | ')} |`)
  }
  row('JSON.parse of the whole file', 'json-parse', 'all', 'cpu')
  row('bare loop', 'bare-loop', 'all', 'cpu')
  row('import, acknowledged', 'import', 'acknowledged', 'acknowledged cpu')
  row('import, searchable and in files', 'import', 'searchable', 'searchable cpu')
}

async function jsonParse(path: string) {
  const start = performance.now()
  const cpu = cpuSeconds()
  JSON.parse(readFileSync(path, 'utf8'))
  return { all: seconds(start), cpu: cpuSeconds() - cpu }
}

/** The least that any importer of this format into one durable log has to do. */
async function bareLoop(path: string, folder: string) {
  const start = performance.now()
  const cpu = cpuSeconds()
  const threads = new Map<string, unknown[]>()
  let rest = ''
  for await (const chunk of createReadStream(path, { encoding: 'utf8', highWaterMark: 1 << 20 })) {
    const lines = (rest + String(chunk)).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) group(line, threads)
  }
  const log = openSync(join(folder, 'log'), 'a')
  let batch: string[] = []
  const flush = () => {
    writeSync(log, batch.join(''))
    fdatasyncSync(log)
    batch = []
  }
  for (const messages of threads.values()) {
    batch.push(`${JSON.stringify(messages)}\n`)
    if (batch.length === 100) flush()
  }
  flush()
  closeSync(log)
  const took = { all: seconds(start), cpu: cpuSeconds() - cpu }
  return took
}

function group(line: string, threads: Map<string, unknown[]>): void {
  const text = line.replace(/^\[/, '').replace(/,$/, '').replace(/\]$/, '')
  if (text === '') return
  const message = JSON.parse(text) as { threadId: { $oid: string } }
  const known = threads.get(message.threadId.$oid)
  if (known === undefined) threads.set(message.threadId.$oid, [message])
  else known.push(message)
}

async function importIntoFiles(path: string, folder: string) {
  const store = await openChatStore({ kind: 'file', folders: foldersUnder(folder) })
  const start = performance.now()
  const cpu = cpuSeconds()
  await importFile(
    store,
    { path, name: 'export.json' },
    { rejectsFolder: folder, tempFolder: folder },
  )
  const acknowledged = { acknowledged: seconds(start), 'acknowledged cpu': cpuSeconds() - cpu }
  await store.flushIndex()
  const searchable = { searchable: seconds(start), 'searchable cpu': cpuSeconds() - cpu }
  await store.close()
  return { ...acknowledged, ...searchable }
}
