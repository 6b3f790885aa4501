import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { realFileSystem } from '../../../src/storage/objects/file/disk/file-system.ts'
import type { FileSystem } from '../../../src/storage/objects/file/disk/file-system.ts'
import { openFileStore } from '../../../src/storage/objects/file/file-chat-store.ts'
import { foldersUnder } from '../../../src/storage/backends/folders.ts'
import { expectCode, oneLine } from '../../conformance/check.ts'

let root: string

const folders = () => foldersUnder(root)
const threads = ['a', 'b', 'c'].map((id) => oneLine(id, `words of ${id}`))

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'hitcraft-around-'))
})

afterEach(() => rm(root, { recursive: true, force: true }))

async function fill(): Promise<void> {
  const store = await openFileStore(folders())
  await store.mergeThreads(threads)
  await store.close()
}

describe('file: who may read the chats', () => {
  it('its owner alone, whatever the umask', async ({ skip }) => {
    skip(process.platform === 'win32', 'Windows has no such rights')
    const umask = process.umask(0)
    try {
      const store = await openFileStore(folders())
      await store.mergeThreads(threads)
      await store.flushIndex()
      const open = readdirSync(root, { recursive: true, withFileTypes: true })
        .map((entry) => join(entry.parentPath, entry.name))
        .filter((path) => (statSync(path).mode & 0o077) !== 0)
      expect(open).toEqual([])
      await store.close()
    } finally {
      process.umask(umask)
    }
  })

  it('folders that others may read are told, with what to do', async ({ skip }) => {
    skip(process.platform === 'win32', 'Windows has no such rights')
    mkdirSync(folders().data, { mode: 0o755, recursive: true })
    const store = await openFileStore(folders())
    const check = (await store.check()).find(({ name }) => name === 'privacy')
    expect(check).toMatchObject({ status: 'warning' })
    expect(check?.remedy).toContain(`chmod -R go= `)
    await store.close()
  })
})

describe('file: a setting that cannot be right', () => {
  it.each(['data', 'threads'] as const)('%s names a file', async (name) => {
    const path = folders()[name]
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, 'a file')
    const error: unknown = await openFileStore(folders()).catch((caught: unknown) => caught)
    expect(error).toMatchObject({ code: 'INVALID_CONFIG' })
    expect(error instanceof Error ? error.message : '').toContain(`${name.toUpperCase()}_FOLDER`)
  })
})

describe('file: folders that may only be read', () => {
  it('can be read and examined, also as a killed process left them', async ({ skip }) => {
    await fill()
    const writing = await openFileStore(folders())
    await writing.mergeThreads([oneLine('d', 'not settled yet')])
    // A copy, as if the process had been killed here.
    const copy = `${root}-copy`
    spawnSync('cp', ['-r', root, copy])
    await writing.close()
    const isMounted =
      spawnSync('mount', ['--bind', copy, copy]).status === 0 &&
      spawnSync('mount', ['-o', 'remount,bind,ro', copy]).status === 0
    try {
      skip(!isMounted, 'only root on Linux can make a folder that root cannot write')
      const store = await openFileStore(foldersUnder(copy))
      const ids = ['a', 'b', 'c', 'd']
      expect((await store.listThreads({ order: 'id' })).items.map(({ id }) => id)).toEqual(ids)
      expect((await store.getThreads(ids)).map((thread) => thread?.id)).toEqual(ids)
      expect(await Array.fromAsync(store.examine())).toEqual([])
      await expectCode('PERMISSION', () => store.mergeThreads(threads))
      await expectCode('PERMISSION', () => store.eraseThreads(['a']))
      await expectCode('PERMISSION', () => store.reindex())
      await store.close()
    } finally {
      spawnSync('umount', [copy])
      await rm(copy, { recursive: true, force: true })
    }
  })
})

/** A disk that takes `A` and `a` for one name, and keeps the spelling that came first. */
function foldingDisk(): FileSystem {
  const real = realFileSystem
  const spelled = (path: string): string => {
    const folder = dirname(path)
    const name = basename(path).toLowerCase()
    if (!existsSync(folder)) return path
    const there = readdirSync(folder).find((each) => each.toLowerCase() === name)
    return join(folder, there ?? basename(path))
  }
  return {
    ...real,
    exists: (path) => real.exists(spelled(path)),
    read: (path) => real.read(spelled(path)),
    write: (path, data) => real.write(spelled(path), data),
    rename: (from, to) => real.rename(spelled(from), spelled(to)),
    remove: (path) => real.remove(spelled(path)),
    openAppend: (path) => real.openAppend(spelled(path)),
    openRead: (path) => real.openRead(spelled(path)),
    syncPath: (path) => real.syncPath(spelled(path)),
    syncAll: (paths, folder) => real.syncAll(paths.map(spelled), folder),
  }
}

describe('file: a disk that folds case', () => {
  it('keeps ids apart that differ only in case, and the names that Windows keeps for itself', async () => {
    const options = { fileSystem: foldingDisk() }
    const ids = ['ABCdef', 'abcDEF', 'abcdef', 'CON', 'con', 'nul']
    let store = await openFileStore(folders(), options)
    await store.mergeThreads(ids.map((id) => oneLine(id, `words of ${id}`)))
    await store.close()
    store = await openFileStore(folders(), options)
    expect((await store.getThreads(ids)).map((thread) => thread?.id)).toEqual(ids)
    await store.reindex()
    expect((await store.getThreads(ids)).map((thread) => thread?.id)).toEqual(ids)
    expect(await Array.fromAsync(store.examine())).toEqual([])
    await store.close()
    const names = readdirSync(folders().threads)
    expect(names).toContain('abcdef.json')
    expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(names.length)
    expect(names.filter((name) => /^(con|nul)\./i.test(name))).toEqual([])
  })

  it('takes in a store that was made on one that does not', async () => {
    const ids = ['Upper', 'lower']
    let store = await openFileStore(folders())
    await store.mergeThreads(ids.map((id) => oneLine(id, `words of ${id}`)))
    await store.close()
    store = await openFileStore(folders(), { fileSystem: foldingDisk() })
    expect((await store.getThreads(ids)).map((thread) => thread?.id)).toEqual(ids)
    expect(await Array.fromAsync(store.examine())).toEqual([])
    await store.close()
  })
})

describe('file: beside a process that has the catalog', () => {
  it('a store opens, reads, and closes without waiting for it', async () => {
    await fill()
    const other = new DatabaseSync(join(folders().data, 'catalog.sqlite'))
    other.exec('BEGIN IMMEDIATE')
    try {
      const store = await openFileStore(folders())
      expect(await store.countThreads({})).toBe(3)
      expect((await store.getThread('a'))?.id).toBe('a')
      await store.close()
    } finally {
      other.exec('ROLLBACK')
      other.close()
    }
  })

  it('what another process left to settle is not worked off by who only reads', async () => {
    const writing = await openFileStore(folders())
    await writing.mergeThreads(threads)
    const reading = await openFileStore(folders())
    expect((await reading.getThread('b'))?.id).toBe('b')
    await reading.close()
    const log = readdirSync(join(folders().data, 'log')).filter((name) => name.endsWith('.log'))
    expect(log).toEqual(['1.log'])
    expect(readFileSync(join(folders().data, 'log', '1.log')).length).toBeGreaterThan(0)
    await writing.close()
  })

  it('a reindex that is interrupted leaves the catalog as it was', async () => {
    await fill()
    const store = await openFileStore(folders())
    const stop = new AbortController()
    const many = Array.from({ length: 400 }, (_, n) => oneLine(`many-${n}`, `words ${n}`))
    await store.mergeThreads(many)
    await store.flushIndex()
    // By a clock that runs fast each step ends a slice of the work, however quick the machine is.
    let now = performance.now()
    const clock = vi.spyOn(performance, 'now').mockImplementation(() => (now += 100))
    await expectCode('INTERRUPTED', () =>
      store.reindex({ signal: stop.signal, onProgress: () => stop.abort() }),
    )
    clock.mockRestore()
    expect(await store.countThreads({})).toBe(403)
    expect((await store.searchThreads({ words: 'words', limit: 1 })).index.total).toBe(403)
    await store.close()
  })
})
