import {
  cpSync,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ChatStore, Damage } from '../../../src/storage/chat-store.ts'
import { removeCatalog } from '../../../src/storage/objects/catalog/catalog.ts'
import { openFileStore } from '../../../src/storage/objects/file/file-chat-store.ts'
import { foldersUnder } from '../../../src/storage/backends/folders.ts'
import { analyzed, expectCode, KEY, oneLine, say, threadOf } from '../../conformance/check.ts'

let root: string
let store: ChatStore

const folders = () => foldersUnder(root)
const data = (...names: string[]) => join(folders().data, ...names)
const threadFile = (id: string) => join(folders().threads, `${id}.json`)
const threads = ['a', 'b', 'c'].map((id) => oneLine(id, `secret-${id} words`))

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'hitcraft-damage-'))
  await open()
})

afterEach(async () => {
  await store.close()
  await rm(root, { recursive: true, force: true })
})

async function open(): Promise<void> {
  store = await openFileStore(folders())
}

async function fill(): Promise<void> {
  await store.mergeThreads(threads)
  await store.saveAnalyses(threads.map((thread) => analyzed(thread)))
}

/** As a killed process leaves it: the folder as it is, opened under another name. */
async function left(): Promise<void> {
  const before = root
  root = await mkdtemp(join(tmpdir(), 'hitcraft-damage-'))
  rmSync(root, { recursive: true })
  cpSync(before, root, { recursive: true })
  await store.close()
  await rm(before, { recursive: true, force: true })
}

function flip(path: string, at: number): void {
  const bytes = readFileSync(path)
  bytes[at] = (bytes[at] ?? 0) ^ 1
  writeFileSync(path, bytes)
}

const logFile = () => data('log', `${Math.max(...segments())}.log`)
const segments = () =>
  readdirSync(data('log')).flatMap((name) => (name.endsWith('.log') ? Number.parseInt(name) : []))

const told = async (): Promise<Damage[]> => Array.fromAsync(store.examine())
const idsOf = (damages: readonly Damage[]) => damages.map(({ kind, id }) => `${kind} ${id ?? ''}`)

/** Files that hold some words. */
function holds(words: string): string[] {
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => readFileSync(path).includes(words))
}

describe('file: a damaged log', () => {
  it.each(['flipped', 'too short', 'gone'])(
    'that is %s loses no record, and nothing is written behind it',
    async (how) => {
      await fill()
      await left()
      const log = logFile()
      const bytes = readFileSync(log)
      if (how === 'flipped') flip(log, bytes.indexOf('"kind":"analysis"'))
      else if (how === 'too short') truncateSync(log, bytes.indexOf('"kind":"analysis"'))
      else rmSync(log)
      await open()
      const warnings = (await store.check()).filter(({ status }) => status !== 'ok')
      expect((await told()).length + warnings.length).toBeGreaterThan(0)
      await store.mergeThreads([oneLine('d', 'later')])
      expect((await store.getThread('d'))?.id).toBe('d')
      await store.close()
      removeCatalog(data('catalog.sqlite'))
      await open()
      expect(await store.countRecords('analysis')).toBe(3)
      expect(await store.countRecords('history')).toBe(3)
      expect((await store.getThread('d'))?.id).toBe('d')
      await store.mergeThreads(threads)
      expect((await store.getThreads(['a', 'b', 'c'])).map((thread) => thread?.id)).toEqual([
        'a',
        'b',
        'c',
      ])
    },
  )

  it('whose last acknowledged frame is damaged is told also when the catalog is lost', async () => {
    await fill()
    await left()
    flip(logFile(), readFileSync(logFile()).length - 20)
    removeCatalog(data('catalog.sqlite'))
    await open()
    expect(idsOf(await told())).toContain('store ')
    // It was an analysis: its thread is pending again.
    expect(await store.countRecords('analysis')).toBe(2)
    expect(await store.countPending(KEY)).toBe(1)
    expect(await store.countRecords('history')).toBe(3)
    expect((await store.reindex()).map(({ kind }) => kind)).toContain('store')
    expect(await told()).toEqual([])
  })
})

describe('file: a damaged record', () => {
  it('is named by its line, and given back by the catalog', async () => {
    await fill()
    await store.close()
    const path = data('records', 'analysis.jsonl')
    const text = readFileSync(path, 'utf8').replace('"outcome":"resolved"', '"outcome":"failed"')
    writeFileSync(path, text)
    await open()
    expect((await told()).map(({ place }) => place)).toContain(`${path}, line 1`)
    expect(await store.reindex()).toEqual([])
    expect(await told()).toEqual([])
    const [analysis] = await store.listRecords('analysis')
    expect(analysis?.outcome).toBe('resolved')
  })

  it('folders that were removed are named, never an empty store', async () => {
    await fill()
    await store.close()
    rmSync(data('records'), { recursive: true })
    rmSync(data('history'), { recursive: true })
    await open()
    const kinds = new Set((await told()).map(({ kind }) => kind))
    expect([...kinds].toSorted()).toEqual(['analysis', 'history'])
    expect(await store.reindex()).toEqual([])
    expect(await store.countRecords('analysis')).toBe(3)
  })

  it('lost tombstones let nothing in until somebody decides', async () => {
    await fill()
    await store.eraseThreads(['a'])
    await store.close()
    const path = data('records', 'tombstone.jsonl')
    flip(path, 60)
    removeCatalog(data('catalog.sqlite'))
    await open()
    expect(idsOf(await told())).toContainEqual(expect.stringMatching(/^tombstone /))
    await expectCode('CORRUPT', () => store.mergeThreads(threads))
    expect((await store.check()).filter(({ status }) => status === 'failed')).toHaveLength(1)
    await store.reindex()
    await expectCode('CORRUPT', () => store.mergeThreads(threads))
    await store.close()
    renameSync(path, join(root, 'tombstone.jsonl'))
    await open()
    expect(idsOf(await store.reindex())).toContainEqual(expect.stringMatching(/^tombstone/))
    const [first] = await store.mergeThreads(threads)
    expect(first?.outcome).toBe('added')
  })
})

describe('file: a damaged thread', () => {
  const grown = threadOf({
    id: 'a',
    messages: [say('secret-a words', { id: 'm1', userId: 'u1' }), say('more', { id: 'm2' })],
  })

  it.each(['flipped', 'gone'])(
    '%s is repaired by the same import and does not block the others',
    async (how) => {
      await fill()
      await store.close()
      if (how === 'gone') rmSync(threadFile('a'))
      else flip(threadFile('a'), 30)
      await open()
      expect(idsOf(await told())).toEqual(['thread a'])
      await expectCode('CORRUPT', () => store.getThread('a'))
      const outcomes = await store.mergeThreads([...threads, oneLine('d', 'new')])
      expect(outcomes.map(({ outcome, damage }) => [outcome, damage])).toEqual([
        ['unchanged', 'repaired'],
        ['unchanged', undefined],
        ['unchanged', undefined],
        ['added', undefined],
      ])
      expect((await store.getThread('a'))?.contentHash).toBe(threads[0]?.contentHash)
      expect(await told()).toEqual([])
    },
  )

  it('gives way to a grown one, and its bytes are kept', async () => {
    await fill()
    await store.close()
    flip(threadFile('a'), 30)
    const bytes = readFileSync(threadFile('a'))
    await open()
    const [outcome] = await store.mergeThreads([grown])
    expect(outcome).toMatchObject({ outcome: 'updated', damage: 'replaced' })
    expect(readFileSync(outcome?.keptAt ?? '')).toEqual(bytes)
    expect((await store.getThread('a'))?.messages).toHaveLength(2)
    expect((await store.check()).map(({ status }) => status)).toContain('warning')
  })

  it.each([
    ['by its id', false],
    ['by its user', false],
    ['by its id', true],
    ['by its user', true],
  ])('is erased %s, catalog lost: %s, and leaves no byte', async (by, isCatalogLost) => {
    await fill()
    await store.close()
    flip(threadFile('a'), 30)
    if (isCatalogLost) removeCatalog(data('catalog.sqlite'))
    await open()
    await store.reindex()
    expect(await (by === 'by its id' ? store.eraseThreads(['a']) : store.eraseUser('u1'))).toBe(
      by === 'by its id' ? 1 : 3,
    )
    await store.close()
    expect(existsSync(threadFile('a'))).toBe(false)
    expect(holds('secret-a')).toEqual([])
    await open()
    expect(await told()).toEqual([])
  })

  it('stays named after a reindex, with and without the catalog, and also when all are gone', async () => {
    await fill()
    await store.close()
    flip(threadFile('a'), 30)
    rmSync(threadFile('b'))
    await open()
    expect(idsOf(await store.reindex()).toSorted()).toEqual(['thread a', 'thread b'])
    await store.close()
    removeCatalog(data('catalog.sqlite'))
    await open()
    expect(idsOf(await told()).toSorted()).toEqual(['thread a', 'thread b'])
    await store.close()
    rmSync(folders().threads, { recursive: true })
    await open()
    expect(idsOf(await told()).toSorted()).toEqual(['thread a', 'thread b', 'thread c'])
    expect(idsOf(await store.reindex()).toSorted()).toEqual(['thread a', 'thread b', 'thread c'])
    expect((await store.listThreads({ order: 'id' })).items.map(({ id }) => id)).toEqual([
      'a',
      'b',
      'c',
    ])
  })
})

describe('file: a damaged catalog', () => {
  it.each([2, 5, 9, 14])(
    'in the pages from %s on is told, and made anew by a reindex',
    async (page) => {
      await fill()
      await store.close()
      const path = data('catalog.sqlite')
      const bytes = readFileSync(path)
      bytes.fill(0x5a, page * 4096, (page + 2) * 4096)
      writeFileSync(path, bytes)
      // Where the first look at it meets the damage, opening has made it anew.
      await open()
      const damages = await told()
      const failed = (await store.check()).filter(({ status }) => status === 'failed')
      expect(failed.map(({ name }) => name)).toEqual(damages.length === 0 ? [] : ['catalog'])
      await store.reindex()
      expect(await told()).toEqual([])
      expect(await store.countThreads({})).toBe(3)
      expect(await store.countRecords('analysis')).toBe(3)
    },
  )

  it.each(['gone', 'damaged'])(
    'a mark that is %s is told, and promises again what is there',
    async (how) => {
      await fill()
      await store.close()
      if (how === 'gone') rmSync(data('store.json'))
      else flip(data('store.json'), 40)
      await open()
      expect(await store.countThreads({})).toBe(3)
      expect(await told()).toMatchObject([{ kind: 'store', place: data('store.json') }])
      expect(await store.reindex()).toMatchObject([{ kind: 'store' }])
      expect(await told()).toEqual([])
      await store.close()
      rmSync(data('records', 'analysis.jsonl'))
      await open()
      expect(await told()).not.toEqual([])
    },
  )
})

describe('file: what was erased and is put back from a copy', () => {
  const copy = () => `${root}-copy`
  const putBack = (...names: string[]) =>
    cpSync(join(copy(), ...names), join(root, ...names), { recursive: true })
  const GONE = { thread: undefined, files: [], analyses: 2, told: [] }
  const state = async () => ({
    thread: await store.getThread('a'),
    files: holds('secret-a'),
    analyses: await store.countRecords('analysis'),
    told: await told(),
  })

  afterEach(() => {
    rmSync(copy(), { recursive: true, force: true })
  })

  /** A copy of the whole store, with settled files or with all in the log, and then one thread erased. */
  async function eraseAfterCopy(settled: boolean): Promise<void> {
    if (settled) {
      await fill()
      await reopen()
    } else await store.mergeThreads(threads)
    cpSync(root, copy(), { recursive: true })
    if (!settled) await store.saveAnalyses(threads.map((thread) => analyzed(thread)))
    await store.eraseThreads(['a'])
    await store.close()
  }

  async function reopen(): Promise<void> {
    await store.close()
    await open()
  }

  it.each([true, false])('as lines of records goes again (catalog kept: %s)', async (isKept) => {
    await eraseAfterCopy(true)
    for (const name of readdirSync(join(copy(), 'data', 'records'))) {
      if (name !== 'tombstone.jsonl') putBack('data', 'records', name)
    }
    if (!isKept) removeCatalog(data('catalog.sqlite'))
    await open()
    const named = isKept ? 'analysis' : ''
    expect(idsOf(await told()).join()).toContain(named)
    await store.reindex()
    expect(await state()).toEqual(GONE)
  })

  it.each([true, false])(
    'as a segment of the log goes again (catalog kept: %s)',
    async (isKept) => {
      await eraseAfterCopy(false)
      putBack('data', 'log')
      if (!isKept) removeCatalog(data('catalog.sqlite'))
      await open()
      await store.reindex()
      expect(await state()).toEqual(GONE)
    },
  )

  it('as a thread file under another name is told, and goes again', async () => {
    await eraseAfterCopy(true)
    for (const kind of ['json', 'txt']) {
      cpSync(
        join(copy(), 'organized_threads', `a.${kind}`),
        join(folders().threads, `spare.${kind}`),
      )
    }
    await open()
    expect(await told()).toMatchObject([
      { kind: 'thread', id: 'a', problem: 'is a thread that was erased' },
    ])
    await store.reindex()
    expect(await state()).toEqual(GONE)
  })
})
