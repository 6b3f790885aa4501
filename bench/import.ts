import '../bin/heap.js'
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
import { dropFolder, inOwnProcess, machine, newFolder, printMeasured, seconds } from './measure.ts'

/**
 * `node bench/import.ts [threads…]`: MB/s of an import to acknowledged and to searchable, and its peak
 * memory, beside `JSON.parse` of the same bytes and the bare loop (read, parse a line, group by thread,
 * append to one synced log), each in a process of its own, in the same run.
 */
const PARTS = {
  'json-parse': jsonParse,
  'bare-loop': bareLoop,
  'import-file': importIntoFiles,
} as const

const [part, file] = process.argv.slice(2)
if (part !== undefined && part in PARTS && file !== undefined) {
  printMeasured(await PARTS[part as keyof typeof PARTS](file))
} else {
  await runAll(process.argv.slice(2).map(Number).filter(Boolean))
}

async function runAll(sizes: readonly number[]): Promise<void> {
  console.log(`# bench/import\n\n${machine()}\n`)
  console.log('| threads | MB | what | MB/s | × bare loop | peak MB |')
  console.log('|---|---|---|---|---|---|')
  const folder = newFolder()
  for (const threads of sizes.length > 0 ? sizes : [10_000, 50_000]) {
    const path = join(folder, 'export.json')
    await generateExport(path, threads)
    const mb = statSync(path).size / 1e6
    for await (const _ of createReadStream(path)) continue
    const bare = inOwnProcess(import.meta.filename, ['bare-loop', path])
    const row = (what: string, took: number | undefined, peak: number) => {
      const ratio = took === undefined ? '' : ((bare.seconds['all'] ?? 0) / took).toFixed(2)
      const speed = took === undefined ? 'not possible' : (mb / took).toFixed(1)
      console.log(`| ${threads} | ${mb.toFixed(0)} | ${what} | ${speed} | ${ratio} | ${peak} |`)
    }
    if (mb < 500) {
      const parse = inOwnProcess(import.meta.filename, ['json-parse', path])
      row('JSON.parse of the whole file', parse.seconds['all'], parse.peakMb)
    } else row('JSON.parse of the whole file', undefined, 0)
    row('bare loop', bare.seconds['all'], bare.peakMb)
    const mine = inOwnProcess(import.meta.filename, ['import-file', path])
    row('import, acknowledged', mine.seconds['acknowledged'], mine.peakMb)
    row('import, searchable and in files', mine.seconds['searchable'], mine.peakMb)
  }
  dropFolder(folder)
}

async function jsonParse(path: string) {
  const start = performance.now()
  JSON.parse(readFileSync(path, 'utf8'))
  return { all: seconds(start) }
}

/** The least that any importer of this format into one durable log has to do. */
async function bareLoop(path: string) {
  const folder = newFolder()
  const start = performance.now()
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
  const all = seconds(start)
  dropFolder(folder)
  return { all }
}

function group(line: string, threads: Map<string, unknown[]>): void {
  const text = line.replace(/^\[/, '').replace(/,$/, '').replace(/\]$/, '')
  if (text === '') return
  const message = JSON.parse(text) as { threadId: { $oid: string } }
  const known = threads.get(message.threadId.$oid)
  if (known === undefined) threads.set(message.threadId.$oid, [message])
  else known.push(message)
}

async function importIntoFiles(path: string) {
  const folder = newFolder()
  const store = await openChatStore({ kind: 'file', folders: foldersUnder(folder) })
  const start = performance.now()
  await importFile(
    store,
    { path, name: 'export.json' },
    { rejectsFolder: folder, tempFolder: folder },
  )
  const acknowledged = seconds(start)
  await store.flushIndex()
  const searchable = seconds(start)
  await store.close()
  dropFolder(folder)
  return { acknowledged, searchable }
}
