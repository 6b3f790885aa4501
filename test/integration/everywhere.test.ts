import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openAnalyzer } from '../../src/analysis/registry.ts'
import { runAnalysis } from '../../src/analysis/run-analysis.ts'
import { canonicalJson } from '../../src/domain/values/canonical-json.ts'
import { importFile } from '../../src/importers/import-file.ts'
import { buildReport } from '../../src/insights/build-report.ts'
import { migrate, isComplete } from '../../src/migration/migrate.ts'
import { verifyStores } from '../../src/migration/verify.ts'
import type { ChatStore } from '../../src/storage/chat-store.ts'
import { openChatStore } from '../../src/storage/open-chat-store.ts'
import { foldersUnder } from '../../src/storage/parse-store-url.ts'
import { ROOT } from '../cli/run-cli.ts'
import { startPostgres, whyNotPostgres } from '../services/postgres.ts'
import type { PostgresServer, PostgresVersion } from '../services/postgres.ts'

const FILES = ['2025-03-10', '2025-03-11'].flatMap((day) =>
  ['txt', 'rtf', 'json'].map((kind) => join(ROOT, `samples/${day}/hitcraft-export.${kind}`)),
)
/** Day 2 before day 1, text before JSON, each twice, an old one last. */
const OTHER_ORDER = [4, 1, 5, 0, 3, 2, 3, 5, 1].flatMap((index) => FILES[index] ?? [])

const VERSIONS: readonly PostgresVersion[] = ['15', '18']

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

describe('the same store everywhere', () => {
  let folder: string
  let memory: ChatStore
  let expected: Record<string, string>

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'hitcraft-same-'))
    memory = await openChatStore({ kind: 'memory' })
    await importAll(memory, FILES, folder)
    await runAnalysis(memory, await openAnalyzer('local'))
    expected = await seenOf(memory)
  }, 120_000)

  afterAll(async () => {
    await memory.close()
    await rm(folder, { recursive: true, force: true })
  })

  it('finds the same threads whatever the order of the exports', async () => {
    const other = await openChatStore({ kind: 'memory' })
    await importAll(other, OTHER_ORDER, folder)
    const ids = (await other.listThreads({ order: 'id', limit: 1000 })).items.map(({ id }) => id)
    expect(canonicalJson(await other.getThreads(ids))).toBe(expected['threads'])
  }, 60_000)

  it('file: lists, searches and reports are byte-equal to those in memory', async () => {
    const store = await openChatStore({ kind: 'file', folders: foldersUnder(join(folder, 'a')) })
    await importAll(store, OTHER_ORDER, folder)
    await runAnalysis(store, await openAnalyzer('local'))
    expect(await seenOf(store)).toEqual(expected)
    await store.close()
  }, 60_000)

  describe.each(VERSIONS)('postgres %s', (version) => {
    const missing = whyNotPostgres(version)
    const skipped = missing !== undefined && process.env['CI'] !== 'true'
    let server: PostgresServer

    beforeAll(async () => {
      if (!skipped) server = await startPostgres(version)
    })
    afterAll(async () => {
      if (!skipped) await server.stop()
    })

    it.skipIf(skipped)(
      'lists, searches and reports are byte-equal to those in memory',
      async () => {
        const connectionString = server.url(await server.createDatabase())
        const store = await openChatStore({ kind: 'postgres', options: { connectionString } })
        await importAll(store, OTHER_ORDER, folder)
        await runAnalysis(store, await openAnalyzer('local'))
        expect(await seenOf(store)).toEqual(expected)
        await store.close()
      },
      120_000,
    )

    it.skipIf(skipped)(
      'takes over a file store and gives it back, every record equal by hash',
      async () => {
        const connectionString = server.url(await server.createDatabase())
        const home = await openChatStore({
          kind: 'file',
          folders: foldersUnder(join(folder, version)),
        })
        await importAll(home, FILES, folder)
        await runAnalysis(home, await openAnalyzer('local'))
        const away = await openChatStore({ kind: 'postgres', options: { connectionString } })
        expect(isComplete(await migrate(home, away))).toBe(true)
        expect(await verifyStores(home, away)).toMatchObject({ equal: true, differences: [] })
        const back = await openChatStore({
          kind: 'file',
          folders: foldersUnder(join(folder, `${version}-back`)),
        })
        expect(isComplete(await migrate(away, back))).toBe(true)
        expect(await verifyStores(home, back)).toMatchObject({ equal: true, differences: [] })
        expect(await seenOf(back)).toEqual(await seenOf(home))
        for (const store of [home, away, back]) await store.close()
      },
      120_000,
    )
  })
})
