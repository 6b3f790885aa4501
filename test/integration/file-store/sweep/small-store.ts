import { cpSync } from 'node:fs'
import type { ImportRecord } from '../../../../src/domain/import-record.ts'
import type { Thread } from '../../../../src/domain/thread/thread.ts'
import type { ChatStore } from '../../../../src/storage/chat-store.ts'
import { openFileStore } from '../../../../src/storage/objects/file/file-chat-store.ts'
import { foldersUnder } from '../../../../src/storage/backends/folders.ts'
import {
  analyzed,
  assignment,
  at,
  KEY,
  say,
  threadOf,
  topicModel,
} from '../../../conformance/check.ts'

/** What the sources of the small store hold, the later export last: the last state of each is stored. */
export const SOURCES: readonly (readonly Thread[])[] = [1, 2].map((day) => [
  talk('t1', 'u1', 1, day),
  talk('t2', 'u2', 2, day),
  talk('ünï/../x', 'u1', 1, day),
  talk(undefined, undefined, 2, day),
])

/** Threads that were erased before, by id and by user: they must not come back. */
export const ERASED: readonly Thread[] = [talk('gone', 'u1', 1, 1), talk('theirs', 'u9', 1, 1)]

/** A thread of so many messages on the first day, and one more on each day after; `t2` is only confirmed. */
function talk(
  id: string | undefined,
  userId: string | undefined,
  messages: number,
  day: number,
): Thread {
  const count = id === 't2' ? messages : messages + day - 1
  const lines = Array.from({ length: count }, (_, n) =>
    say(`words ${n} of ${id ?? 'nobody'}`, {
      time: n,
      ...(id === undefined ? {} : { id: `m${n}` }),
      ...(userId === undefined ? {} : { userId }),
    }),
  )
  return threadOf({ ...(id === undefined ? {} : { id }), messages: lines }, at(day * 86_400))
}

const importRecord: ImportRecord = {
  id: `${at(0)}-0000000a`,
  file: 'export.json',
  fileHash: 'f'.repeat(64),
  format: 'made',
  status: 'done',
  startedAt: at(0),
  bytes: 100,
  bytesRead: 100,
  messages: 8,
  added: 4,
  updated: 0,
  unchanged: 0,
  erased: 0,
  rejected: 0,
  notes: [],
}

async function firstDay(store: ChatStore): Promise<void> {
  await store.mergeThreads([...(SOURCES[0] ?? []), ...ERASED])
  await store.putRecords('import', [importRecord])
  await store.eraseThreads(['gone'])
  await store.eraseUser('u9')
  await analyze(store, SOURCES[0] ?? [], 1)
}

async function secondDay(store: ChatStore): Promise<void> {
  await store.mergeThreads(SOURCES[1] ?? [])
  await analyze(store, SOURCES[1] ?? [], 2)
}

async function analyze(store: ChatStore, threads: readonly Thread[], day: number): Promise<void> {
  await store.putRecords('run', [
    {
      id: `${at(day)}-0000000r`,
      analyzerKey: KEY,
      startedAt: at(day),
      finishedAt: at(day + 1),
      status: 'done',
      schemaVersion: 2,
      planned: 1,
      analyzed: 1,
      failed: 0,
      failedBy: {},
      errors: [],
    },
  ])
  const { items } = await store.listThreads({ order: 'id' })
  const stored = await store.getThreads(items.map(({ id }) => id))
  await store.saveAnalyses(
    stored.flatMap((thread) => (thread === undefined ? [] : [analyzed(thread, {}, day)])),
  )
  const model = topicModel(`${at(day)}-0000000m`)
  await store.putRecords('topicModel', [model])
  await store.saveTopicAssignments(threads.map((thread) => assignment(model.id, thread)))
}

/** A store of all kinds that was closed: everything stands in its place. */
export async function settledStore(root: string): Promise<void> {
  const store = await openFileStore(foldersUnder(root))
  await firstDay(store)
  await secondDay(store)
  await store.close()
}

/** The same as a killed process leaves it: the second day lies in the log. */
export async function liveStore(root: string, work: string): Promise<void> {
  const first = await openFileStore(foldersUnder(work))
  await firstDay(first)
  await first.close()
  const store = await openFileStore(foldersUnder(work))
  await secondDay(store)
  cpSync(work, root, { recursive: true })
  await store.close()
}
