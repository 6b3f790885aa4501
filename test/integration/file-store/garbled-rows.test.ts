import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { isHitCraftError } from '../../../src/errors/hitcraft-error.ts'
import type { ChatStore } from '../../../src/storage/chat-store.ts'
import { openFileStore } from '../../../src/storage/objects/file/file-chat-store.ts'
import { foldersUnder } from '../../../src/storage/backends/folders.ts'
import { analyzed, oneLine } from '../../conformance/check.ts'

let root: string
let store: ChatStore

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'hitcraft-garbled-'))
})

afterEach(async () => {
  await store.close()
  await rm(root, { recursive: true, force: true })
})

const threads = ['a', 'b', 'c'].map((id) => oneLine(id, `words of ${id}`))
const items = threads.map((thread) => analyzed(thread))
const analyzerKey = items[0]?.analysis.analyzerKey ?? ''

/** What the verbs do with a store. */
const USES: Readonly<Record<string, (store: ChatStore) => Promise<unknown>>> = {
  list: (store) => store.listThreads({ analyzerKey }),
  search: (store) => store.searchThreads({ words: 'words', analyzerKey }),
  analyses: (store) => store.listAnalyses({ analyzerKey }),
  pending: (store) => store.listPending({ analyzerKey: 'another', limit: 10 }),
  records: (store) => store.listRecords('analysis'),
  examine: (store) => Array.fromAsync(store.examine()),
  check: (store) => store.check(),
  import: (store) => store.mergeThreads([...threads, oneLine('d', 'more')]),
  analyze: (store) => store.saveAnalyses(items),
  erase: (store) => store.eraseThreads(['b']),
}

const codeOf = async (use: () => Promise<unknown>) => {
  try {
    await use()
    return 'CORRUPT'
  } catch (error) {
    return isHitCraftError(error) ? error.code : String(error)
  }
}

describe('file: a catalog whose pages hold and whose columns do not', () => {
  it.each([
    "UPDATE threads SET summary = '\u0001garbled'",
    "UPDATE records SET body = '\u0001garbled' WHERE kind = 'analysis'",
    "UPDATE records SET body = '\u0001garbled' WHERE kind = 'run'",
    "UPDATE records SET body = '\u0001garbled' WHERE kind = 'tombstone'",
    "UPDATE analyzed SET labels = '\u0001garbled'",
    "INSERT OR REPLACE INTO meta VALUES ('erasing', '\u0001garbled')",
  ])('is CORRUPT where it is met, and made anew by a reindex: %s', async (garble) => {
    store = await openFileStore(foldersUnder(root))
    await store.mergeThreads([...threads, oneLine('x', 'erased')])
    await store.eraseThreads(['x'])
    await store.saveAnalyses(items)
    const startedAt = '2025-01-01T00:00:00.000Z'
    await store.putRecords('run', [
      {
        id: 'r',
        analyzerKey,
        startedAt,
        status: 'done',
        schemaVersion: 2,
        planned: 3,
        analyzed: 3,
        failed: 0,
        failedBy: {},
        errors: [],
      },
    ])
    await store.close()
    const catalog = new DatabaseSync(join(foldersUnder(root).data, 'catalog.sqlite'))
    catalog.exec(garble)
    catalog.close()

    store = await openFileStore(foldersUnder(root))
    for (const [name, use] of Object.entries(USES)) {
      expect([name, await codeOf(() => use(store))]).toEqual([name, 'CORRUPT'])
    }
    expect(await store.reindex()).toEqual([])
    await store.close()
    store = await openFileStore(foldersUnder(root))
    expect(await Array.fromAsync(store.examine())).toEqual([])
    expect(await store.mergeThreads([oneLine('x', 'erased')])).toMatchObject([
      { outcome: 'erased' },
    ])
    expect(await store.countRecords('run')).toBe(1)
  })
})

it('file: a log folder removed under an open store is an error of the next call, not the end of all', async () => {
  store = await openFileStore(foldersUnder(root))
  await store.mergeThreads(threads)
  await rm(join(foldersUnder(root).data, 'log'), { recursive: true })
  expect(await codeOf(() => store.flushIndex())).toMatch(/^(UNAVAILABLE|CORRUPT)$/)
  expect(await codeOf(() => store.reindex())).toMatch(/^(UNAVAILABLE|CORRUPT)$/)
  await mkdir(join(foldersUnder(root).data, 'log'))
})
