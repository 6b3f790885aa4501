import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ChatStore } from '../../../src/storage/chat-store.ts'
import { removeCatalog } from '../../../src/storage/objects/catalog/catalog.ts'
import { openFileStore } from '../../../src/storage/objects/file/file-chat-store.ts'
import { foldersUnder } from '../../../src/storage/backends/folders.ts'
import { analyzed, oneLine } from '../../conformance/check.ts'

let root: string
let store: ChatStore

const threads = ['a', 'b', 'c', 'd'].map((id) => oneLine(id, `words of ${id}`))
const data = (...names: string[]) => join(foldersUnder(root).data, ...names)

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'hitcraft-lost-lines-'))
  await open()
  await store.mergeThreads(threads)
})

afterEach(async () => {
  await store.close()
  await rm(root, { recursive: true, force: true })
})

async function open(): Promise<void> {
  store = await openFileStore(foldersUnder(root))
}

/** Takes the first line out of a file of records, which leaves no trace but its size. */
async function loseLine(kind: string): Promise<void> {
  await store.close()
  const path = data('records', `${kind}.jsonl`)
  const text = await readFile(path, 'utf8')
  await writeFile(path, text.slice(text.indexOf('\n') + 1))
}

async function loseCatalog(): Promise<void> {
  await store.close()
  removeCatalog(data('catalog.sqlite'))
  await open()
}

const told = async () =>
  (await Array.fromAsync(store.examine())).map(({ kind, problem }) => `${kind} ${problem}`)

describe('file: lines that were lost', () => {
  it('are not made up for by what is appended behind them', async () => {
    await store.saveAnalyses(threads.slice(0, 2).map((thread) => analyzed(thread)))
    await loseLine('analysis')
    await loseCatalog()
    await store.saveAnalyses(threads.slice(2).map((thread) => analyzed(thread)))
    await store.close()
    await open()
    expect((await told()).join()).toMatch(/^analysis ends \d+ bytes too early$/)
    expect(await store.reindex()).toMatchObject([{ kind: 'analysis' }])
    expect(await told()).toEqual([])
    expect(await store.countRecords('analysis')).toBe(3)
  })

  it('are not made up for by an erasure, which writes the file anew', async () => {
    await store.saveAnalyses(threads.map((thread) => analyzed(thread)))
    await loseLine('analysis')
    await loseCatalog()
    await store.eraseThreads(['d'])
    expect((await told()).join()).toMatch(/^analysis ends \d+ bytes too early$/)
    expect(await store.reindex()).toMatchObject([{ kind: 'analysis' }])
    expect(await told()).toEqual([])
  })

  it('of tombstones are refused as soon as the catalog that knew them is gone', async () => {
    await store.eraseThreads(['a'])
    await loseLine('tombstone')
    await loseCatalog()
    await store.eraseThreads(['b'])
    await loseCatalog()
    await expect(store.mergeThreads(threads)).rejects.toMatchObject({ code: 'CORRUPT' })
  })

  it('with the whole data folder are told, and nothing is let in until somebody decides', async () => {
    await store.eraseThreads(['a'])
    await store.close()
    await rm(data(), { recursive: true })
    await open()
    expect(await told()).toEqual(['tombstone is missing'])
    await expect(store.mergeThreads(threads)).rejects.toMatchObject({ code: 'CORRUPT' })
    expect(await store.reindex()).toMatchObject([{ kind: 'tombstone' }])
    const outcomes = await store.mergeThreads(threads)
    expect(outcomes.map(({ outcome }) => outcome)).toEqual([
      'added',
      'unchanged',
      'unchanged',
      'unchanged',
    ])
  })
})
