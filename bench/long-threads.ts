import { join } from 'node:path'
import { exportArchive } from '../src/app/moving/export-archive.ts'
import { migrateStore } from '../src/app/migrate-store.ts'
import { verifyStores } from '../src/app/verify-stores.ts'
import { buildThread } from '../src/domain/thread/build-thread.ts'
import { openChatStore } from '../src/storage/open-chat-store.ts'
import { foldersUnder } from '../src/storage/backends/folders.ts'
import { idOf } from './made-threads.ts'
import {
  cpuSeconds,
  dropFolder,
  inOwnProcess,
  machine,
  newFolder,
  printMeasured,
} from './measure.ts'

/**
 * `node bench/long-threads.ts [THREADS] [MB]`: the largest resident set of each part of a migration between two folders, with
 * threads of so many megabytes (200 of 3 by default): memory must go by bytes, and not by records.
 */
const PARTS = ['fill', 'migrate', 'verify', 'export'] as const
type Part = (typeof PARTS)[number]

function open(folder: string) {
  return openChatStore({ kind: 'file', folders: foldersUnder(folder) })
}

function longThread(n: number, megabytes: number) {
  const line = `line of talk ${n} about a song: ${'la la bridge '.repeat(20)}\n`
  const text = line.repeat((megabytes * 1e6) / 2 / line.length)
  const createdAt = new Date(1_700_000_000_000 + n * 60_000).toISOString()
  const messages = ['user', 'assistant'].map((role) => ({
    id: role,
    role,
    createdAt,
    content: [{ type: 'text', text }],
  }))
  return buildThread({ id: idOf(n), messages }, { format: 'made' })
}

async function run(part: Part, folder: string, threads: number, megabytes: number): Promise<void> {
  const store = await open(join(folder, 'from'))
  if (part === 'fill') {
    for (let n = 0; n < threads; n++) await store.mergeThreads([longThread(n, megabytes)])
  } else if (part === 'export') {
    await exportArchive(store, join(folder, 'archive'))
  } else {
    const to = await open(join(folder, 'to'))
    if (part === 'migrate') await migrateStore(store, to)
    else {
      const { equal } = await verifyStores(store, to, { settle: 0 })
      if (!equal) throw new Error('the two differ')
    }
    await to.close()
  }
  await store.close()
  printMeasured({ cpu: cpuSeconds() })
}

const [first = '200', second = '3', ...rest] = process.argv.slice(2)
const part = PARTS.find((one) => one === first)
if (part !== undefined) {
  await run(part, second, Number(rest[0]), Number(rest[1]))
} else {
  console.log(`${machine()}\n\n${first} threads of ${second} MB, a folder → a folder\n`)
  console.log('| what | CPU time | largest resident set |\n| --- | --- | --- |')
  const folder = newFolder()
  try {
    for (const each of PARTS) {
      const { seconds, peakMb } = inOwnProcess(import.meta.filename, [each, folder, first, second])
      console.log(`| ${each} | ${seconds['cpu']?.toFixed(1)} s | ${peakMb} MB |`)
    }
  } finally {
    dropFolder(folder)
  }
}
