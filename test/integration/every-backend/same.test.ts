import { storeSource } from '../../../src/migration/sources/store-source.ts'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openAnalyzer } from '../../../src/analysis/registry.ts'
import { runAnalysis } from '../../../src/analysis/run-analysis.ts'
import { canonicalJson } from '../../../src/domain/values/canonical-json.ts'
import { importFile } from '../../../src/importers/import-file.ts'
import { buildReport } from '../../../src/insights/build-report.ts'
import { migrate } from '../../../src/migration/copy/migrate.ts'
import { isComplete } from '../../../src/migration/copy/migration.ts'
import { verifyStores } from '../../../src/app/verify-stores.ts'
import type { ChatStore } from '../../../src/storage/chat-store.ts'
import { openChatStore } from '../../../src/storage/open-chat-store.ts'
import { foldersUnder } from '../../../src/storage/backends/folders.ts'
import { ROOT } from '../../cli/run-cli.ts'
import { TEST_BACKENDS } from '../../services/backends.ts'
import { describeOn } from '../../services/describe-on.ts'

const FILES = ['2025-03-10', '2025-03-11'].flatMap((day) =>
  ['txt', 'rtf', 'json'].map((kind) => join(ROOT, `samples/${day}/hitcraft-export.${kind}`)),
)
/** Day 2 before day 1, text before JSON, some twice, an old one last. */
const OTHER_ORDER = [4, 1, 5, 0, 3, 2, 3, 5, 1].flatMap((index) => FILES[index] ?? [])
/** The same, each once. */
const EACH_ONCE = OTHER_ORDER.slice(0, FILES.length)

async function importAll(store: ChatStore, files: readonly string[], folder: string) {
  for (const path of files) {
    await importFile(store, { path, name: 'export' }, { tempFolder: folder, rejectsFolder: folder })
  }
}

/** Everything that must be equal, byte for byte. */
async function seenOf(store: ChatStore): Promise<Record<string, string>> {
  const { key: analyzerKey } = await openAnalyzer('local')
  await store.flushIndex()
  const pages = async (query: object) => JSON.stringify(await store.listThreads(query))
  const threads = await store.listThreads({ order: 'id', limit: 1000 })
  const first = await store.listThreads({ limit: 20 })
  return {
    // Whole threads by their canonical form: a database may keep members in another order.
    threads: canonicalJson(await store.getThreads(threads.items.map(({ id }) => id))),
    newest: await pages({ limit: 1000, analyzerKey }),
    second: await pages({ limit: 20, ...(first.next === undefined ? {} : { cursor: first.next }) }),
    abandoned: await pages({ analyzerKey, outcome: 'abandoned' }),
    hebrew: await pages({ analyzerKey, language: 'he', from: '2025-03-01T00:00:00.000Z' }),
    search: JSON.stringify(await store.searchThreads({ words: 'the voc' })),
    phrase: JSON.stringify(await store.searchThreads({ words: '"in the" mix', analyzerKey })),
    hebrewWords: JSON.stringify(await store.searchThreads({ words: 'השיר' })),
    report: JSON.stringify(await buildReport(store, { analyzerKey })),
    march: JSON.stringify(
      await buildReport(store, { analyzerKey, from: '2025-03-05T00:00:00.000Z' }),
    ),
  }
}

/** Parts that are verified alone; lists of all threads cost as much for each. */
const PARTS = process.env['TEST_LONG'] === '1' ? [1, 2, 3].map((number) => ({ number, of: 3 })) : []

let folder: string
let expected: Record<string, string>
/** Read by all, written to by none. */
let home: ChatStore

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hitcraft-same-'))
  const memory = await openChatStore({ kind: 'memory' })
  await importAll(memory, FILES, folder)
  await runAnalysis(memory, await openAnalyzer('local'))
  expected = await seenOf(memory)
  await memory.close()
  home = await filesIn('home')
  await importAll(home, FILES, folder)
  await runAnalysis(home, await openAnalyzer('local'))
})

afterAll(async () => {
  await home.close()
  await rm(folder, { recursive: true, force: true })
})

function filesIn(name: string): Promise<ChatStore> {
  return openChatStore({ kind: 'file', folders: foldersUnder(join(folder, name)) })
}

it('memory: finds the same threads whatever the order of the exports', async () => {
  const other = await openChatStore({ kind: 'memory' })
  await importAll(other, OTHER_ORDER, folder)
  const ids = (await other.listThreads({ order: 'id', limit: 1000 })).items.map(({ id }) => id)
  expect(canonicalJson(await other.getThreads(ids))).toBe(expected['threads'])
})

for (const backend of TEST_BACKENDS) {
  describeOn(backend, 'the same store everywhere', (running) => {
    it('lists, searches and reports are byte-equal to those in memory', async () => {
      const store = await openChatStore((await running().fresh()).target)
      const files = running().isSlow === true ? EACH_ONCE : OTHER_ORDER
      await importAll(store, files, folder)
      await runAnalysis(store, await openAnalyzer('local'))
      expect(await seenOf(store)).toEqual(expected)
      await store.close()
    }, 600_000)

    it('takes over a file store and gives it back, every record equal by hash', async () => {
      const { target } = await running().fresh()
      const away = await openChatStore(target)
      expect(isComplete(await migrate(storeSource(home), away))).toBe(true)
      // A server without an index of words reads every thread for each of thousands of searches.
      const isSearched = running().isSlow !== true
      const verified = await verifyStores(home, away, { isSearched })
      expect(verified).toMatchObject({ equal: true, differences: [] })
      for (const part of PARTS) {
        const inPart = await verifyStores(home, away, { isSearched, part })
        expect(inPart).toMatchObject({ equal: true, differences: [], again: { looked: 0 } })
      }
      const back = await filesIn(`back from ${backend.name}`)
      expect(isComplete(await migrate(storeSource(away), back))).toBe(true)
      expect(await verifyStores(home, back)).toMatchObject({ equal: true, differences: [] })
      expect(await seenOf(back)).toEqual(await seenOf(home))
      for (const store of [away, back]) await store.close()
    }, 600_000)
  })
}
