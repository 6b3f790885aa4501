import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { migrateStore } from '../../../src/app/migrate-store.ts'
import { exportArchive } from '../../../src/app/moving/export-archive.ts'
import { verifyStores } from '../../../src/app/verify-stores.ts'
import { ALL_KINDS } from '../../../src/domain/records.ts'
import { isComplete } from '../../../src/migration/copy/migration.ts'
import { openFolderSource } from '../../../src/migration/sources/open-source.ts'
import type { ChatStore } from '../../../src/storage/chat-store.ts'
import { openMemoryStore } from '../../../src/storage/memory/memory-chat-store.ts'
import { openChatStore } from '../../../src/storage/open-chat-store.ts'
import { AWKWARD_IDS } from '../../conformance/arbitraries.ts'
import { analyzed, oneLine } from '../../conformance/check.ts'
import { MAKE } from '../../conformance/make-record.ts'
import { TEST_BACKENDS } from '../../services/backends.ts'
import { describeOn } from '../../services/describe-on.ts'

let root: string
let made = 0

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'hitcraft-drill-'))
})

afterAll(() => rm(root, { recursive: true, force: true }))

const THREADS = AWKWARD_IDS.slice(0, 25).map((id) => oneLine(id, `words of ${id}`, 1))

/** Threads, their analyses and a record of each kind. */
async function fill(store: ChatStore): Promise<void> {
  await store.mergeThreads(THREADS)
  await store.saveAnalyses(THREADS.map((thread) => analyzed(thread)))
  for (const kind of ALL_KINDS) {
    if (kind !== 'migration') await store.putRecords(kind, [MAKE[kind]('one', 'a text \uD800')])
  }
}

async function archiveOf(store: ChatStore) {
  const folder = join(root, String(++made))
  const { damaged } = await exportArchive(store, folder)
  expect(damaged).toEqual([])
  return openFolderSource({ kind: 'archive', folder })
}

/** One of each sort in `npm test`: what differs between the others is not what an archive meets. */
const ALWAYS: ReadonlySet<string> = new Set(['file', 'postgres 18', 's3'])
const isLong = process.env['TEST_LONG'] === '1'

for (const backend of TEST_BACKENDS) {
  const isSpared = !isLong && !ALWAYS.has(backend.name)
  const why = isSpared ? ': NOT RUN, others stand for it; the long run tries it' : ''
  describeOn(backend, 'a backup and its restore', (running) => {
    it.skipIf(isSpared)(
      `fills an empty store of any backend with all that there was${why}`,
      async () => {
        const first = await openChatStore((await running().fresh()).target)
        await fill(first)
        const archive = await archiveOf(first)
        const memory = await openMemoryStore()
        expect(isComplete(await migrateStore(archive, memory))).toBe(true)
        const second = await openChatStore((await running().fresh()).target)
        const moved = await migrateStore(await archiveOf(memory), second)
        expect(moved.damaged).toEqual([])
        expect(isComplete(moved)).toBe(true)
        const back = await verifyStores(archive, second)
        expect(back).toMatchObject({ equal: true, differences: [] })
        expect((await verifyStores(first, second)).root).toEqual(back.root)
        await first.close()
        await second.close()
      },
    )

    it.skipIf(isSpared)(
      `brings nothing back that was erased since, and erases what was erased before${why}`,
      async () => {
        const store = await openChatStore((await running().fresh()).target)
        await store.mergeThreads(THREADS)
        const older = await archiveOf(store)
        const [gone, left] = THREADS.map(({ id }) => id)
        await store.eraseThreads([gone ?? ''])
        await migrateStore(older, store)
        expect(await store.getThread(gone ?? '')).toBeUndefined()
        expect(await store.getThread(left ?? '')).toBeDefined()
        expect(await store.countThreads({})).toBe(THREADS.length - 1)

        const newer = await archiveOf(store)
        const other = await openMemoryStore()
        await other.mergeThreads(THREADS)
        expect((await migrateStore(newer, other)).erased).toBe(1)
        expect(await other.getThread(gone ?? '')).toBeUndefined()
        await store.close()
      },
    )
  })
}
