/**
 * `node bench/quality/run-log.ts <data folder> <times>`: a process that takes the ShareGPT sample, so many times
 * under new ids, through the product once, and prints what each step took. A part of `bench/quality.ts speed`.
 */
import '../../bin/heap.js'
import { join } from 'node:path'
import { analyze } from '../../src/app/analyze.ts'
import { importLog } from '../../src/app/import-log.ts'
import { makeReport } from '../../src/app/report.ts'
import { openWorkspace } from '../../src/app/workspace.ts'
import { cpuSeconds, dropFolder, newFolder, printMeasured, seconds } from '../measure.ts'
import { writeLog } from './analyzed.ts'
import { shareGpt } from './datasets.ts'

const [folder = '', times = '1'] = process.argv.slice(2)
const work = newFolder()
const log = join(work, 'log.jsonl')
const messages = await writeCopies()
const cpuBefore = cpuSeconds()
const workspace = await openWorkspace({ store: `file:${join(work, 'store')}` })
const imported = await took(() => importLog(workspace, log))
const analyzed = await took(() => analyze(workspace))
const reported = await took(() => makeReport(workspace))
const cpu = cpuSeconds() - cpuBefore
await workspace.close()
dropFolder(work)
printMeasured({ messages, imported, analyzed, reported, cpu })

/** @returns how many messages the log has */
async function writeCopies(): Promise<number> {
  const threads = shareGpt(folder)
  const copies = Array.from({ length: Number(times) }, (_, i) =>
    threads.map((thread) => Object.assign({}, thread, { id: `${thread.id}-${i}` })),
  ).flat()
  await writeLog(log, copies)
  return copies.reduce((sum, thread) => sum + thread.messages.length, 0)
}

async function took(act: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await act()
  return seconds(start)
}
