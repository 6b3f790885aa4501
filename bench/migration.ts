import { spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openAnalyzer } from '../src/analysis/registry.ts'
import { historyEntry, newRun } from '../src/analysis/run/run-record.ts'
import { openChatStore } from '../src/storage/open-chat-store.ts'
import type { ChatStore } from '../src/storage/chat-store.ts'
import { testBackend } from '../test/services/backends.ts'
import { openBareFile } from './bare/bare-file.ts'
import { openBareS3 } from './bare/bare-objects.ts'
import { openBarePostgres } from './bare/bare-postgres.ts'
import type { OpenBare } from './bare/bare-store.ts'
import { idOf, thread } from './made-threads.ts'
import { dropFolder, inOwnProcess, machine, newFolder, seconds } from './measure.ts'

/**
 * `node bench/migration.ts FROM TO [THREADS]`: moves threads of about 4 KB with an analysis and a line of history each
 * between two backends on their real servers, again after 1 % has changed, and without any change; beside the bare driver
 * of the target writing the same threads, and beside `rclone copy --checksum` and `rclone check` of the same bodies as one file each, in
 * one run. `RCLONE` names the program.
 */
const BARE: Readonly<Record<string, OpenBare>> = {
  file: openBareFile,
  'postgres 18': openBarePostgres,
  s3: openBareS3,
}
const BATCH = 500
const PASS = join(import.meta.dirname, 'migration-pass.ts')

/** Threads with what belongs to them. */
async function fill(store: ChatStore, numbers: readonly number[], turns?: number): Promise<void> {
  const analyzer = await openAnalyzer('local')
  const run = newRun(analyzer.key, { planned: numbers.length })
  for (let at = 0; at < numbers.length; at += BATCH) {
    const threads = numbers.slice(at, at + BATCH).map((n) => thread(n, turns))
    await store.mergeThreads(threads)
    const analyses = await Promise.all(threads.map((each) => analyzer.analyze(each)))
    await store.saveAnalyses(
      analyses.map((analysis) => ({ analysis, entry: historyEntry(run, analysis, 8) })),
    )
  }
}

async function bare(name: string, threads: number): Promise<number | undefined> {
  const open = BARE[name]
  if (open === undefined) return undefined
  const running = await testBackend(name).start({ durable: true })
  try {
    const store = await open(await running.fresh(), threads)
    let took = 0
    for (let n = 0; n < threads; n += BATCH) {
      const batch = Array.from({ length: Math.min(BATCH, threads - n) }, (_, i) => thread(n + i))
      const start = performance.now()
      await store.write(batch)
      took += seconds(start)
    }
    await store.close()
    return took
  } finally {
    await running.stop()
  }
}

/** Of the same bodies, a file each. */
function rclone(threads: number): { copy: number; check: number } | undefined {
  const program = process.env['RCLONE'] ?? 'rclone'
  if (spawnSync(program, ['version']).status !== 0) return undefined
  const folder = newFolder()
  const [from, to] = [join(folder, 'from'), join(folder, 'to')]
  mkdirSync(from)
  for (let n = 0; n < threads; n++) {
    writeFileSync(join(from, `${idOf(n)}.json`), JSON.stringify(thread(n)))
  }
  const timed = (...args: readonly string[]) => {
    const start = performance.now()
    const { status, stderr } = spawnSync(program, args, { encoding: 'utf8' })
    if (status !== 0) throw new Error(stderr)
    return seconds(start)
  }
  const took = { copy: timed('copy', '--checksum', from, to), check: timed('check', from, to) }
  dropFolder(folder)
  return took
}

async function measure(fromName: string, toName: string, threads: number): Promise<void> {
  const from = await testBackend(fromName).start({ durable: true })
  const to = fromName === toName ? from : await testBackend(toName).start({ durable: true })
  try {
    const [{ target: source }, { target }] = [await from.fresh(), await to.fresh()]
    const store = await openChatStore(source)
    await fill(
      store,
      Array.from({ length: threads }, (_, n) => n),
    )
    const records = threads * 3
    const moved = () => inOwnProcess(PASS, [JSON.stringify(source), JSON.stringify(target)])
    const row = (what: string, took: number, of: number, more: string) =>
      console.log(`| ${what} | ${took.toFixed(2)} s | ${Math.round(of / took)}/s | ${more} |`)
    console.log(`\n${from.name} → ${to.name}, ${threads} threads, ${records} records\n`)
    console.log('| what | time | records | |\n| --- | --- | --- | --- |')
    const whole = moved()
    const { took = 0, mb = 0, cpu = 0 } = whole.seconds
    const cpuOf = (of: number) => `${of.toFixed(1)} s of processor time`
    row(
      'copy',
      took,
      records,
      `${(mb / took).toFixed(1)} MB/s, ${cpuOf(cpu)}, ${whole.peakMb} MB of memory`,
    )
    await fill(
      store,
      Array.from({ length: Math.ceil(threads / 100) }, (_, n) => n * 100),
      9,
    )
    await store.close()
    const delta = moved()
    const { took: again = 0, cpu: cpuAgain = 0 } = delta.seconds
    const share = `${((again / took) * 100).toFixed(1)} % of the copy`
    row('1 % changed', again, records, `${share}, ${cpuOf(cpuAgain)}, ${delta.peakMb} MB of memory`)
    const { took: none = 0 } = moved().seconds
    row('nothing changed', none, records, `${((none / took) * 100).toFixed(1)} % of the copy`)
    const raw = await bare(toName, threads)
    if (raw !== undefined) row('bare writing, threads alone', raw, threads, '')
    const files = rclone(threads)
    if (files === undefined) return
    row('rclone copy --checksum', files.copy, threads, 'files of this disk, threads alone')
    row('rclone check', files.check, threads, '')
  } finally {
    if (to !== from) await to.stop()
    await from.stop()
  }
}

const [first = 'file', second = 'file', third = '2000'] = process.argv.slice(2)
console.log(machine())
await measure(first, second, Number(third))
