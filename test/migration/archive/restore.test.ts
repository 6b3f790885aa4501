import { createHash } from 'node:crypto'
import { existsSync, readdirSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { exportArchive } from '../../../src/app/moving/export-archive.ts'
import { migrateStore } from '../../../src/app/migrate-store.ts'
import { verifyStores } from '../../../src/app/verify-stores.ts'
import { compareIds } from '../../../src/domain/values/ids.ts'
import { MOVED_KINDS } from '../../../src/migration/sources/moved-kinds.ts'
import { openFolderSource } from '../../../src/migration/sources/open-source.ts'
import { storeSource } from '../../../src/migration/sources/store-source.ts'
import type { WalkedRecord } from '../../../src/migration/sources/walked-record.ts'
import { isComplete } from '../../../src/migration/copy/migration.ts'
import type { ChatStore } from '../../../src/storage/chat-store.ts'
import { openMemoryStore } from '../../../src/storage/memory/memory-chat-store.ts'
import { expectCode, oneLine } from '../../conformance/check.ts'
import { awkwardStore } from './awkward-store.ts'

/** The store in memory looks through a long message at each search. */
const UNSEARCHED = { isSearched: false }

let awkward: ChatStore
let root: string
let folder: string

beforeAll(async () => {
  awkward = await awkwardStore()
})

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'hitcraft-archive-'))
  folder = join(root, 'backup')
})

afterEach(() => rm(root, { recursive: true, force: true }))

const open = () => openFolderSource({ kind: 'archive', folder })

async function gathered(
  pages: AsyncIterable<readonly WalkedRecord[]>,
): Promise<readonly WalkedRecord[]> {
  return (await Array.fromAsync(pages)).flat()
}

describe('an archive', () => {
  it('holds whatever a store can hold, in parts of bounded size, and gives it back', async () => {
    await exportArchive(awkward, folder, { partBytes: 20_000 })
    const source = await open()
    expect(await Array.fromAsync(source.examine())).toEqual([])
    for (const kind of MOVED_KINDS) {
      const wanted = await gathered(storeSource(awkward).walk(kind))
      const found = await gathered(source.walk(kind))
      expect(found.length).toBeGreaterThan(10)
      expect(found).toEqual(wanted)
      expect(await source.count(kind)).toBe(found.length)
      const ids = wanted.map(({ id }) => id).filter((_, at) => at % 3 === 0)
      const read = await source.read(kind, [...ids, 'not there'])
      expect(read.map(({ id }) => id).sort(compareIds)).toEqual(ids)
      const [after = ''] = ids.slice(2)
      const rest = await gathered(source.walk(kind, { after }))
      expect(rest.map(({ id }) => id)).toEqual(
        wanted.map(({ id }) => id).filter((id) => compareIds(id, after) > 0),
      )
    }
    const sizes = await Promise.all(
      (await readdir(join(folder, 'data'))).map(async (name) => {
        const path = join(folder, 'data', name)
        const lines = (await readFile(path, 'utf8')).trimEnd().split('\n').length
        return lines === 1 ? 0 : (await stat(path)).size
      }),
    )
    expect(sizes.length).toBeGreaterThan(20)
    expect(Math.max(...sizes)).toBeLessThanOrEqual(20_000)
  })

  it('restores into an empty store, equal by every record and by the root', async () => {
    await exportArchive(awkward, folder)
    const source = await open()
    const target = await openMemoryStore()
    const moved = await migrateStore(source, target)
    expect(isComplete(moved)).toBe(true)
    expect(moved.damaged).toEqual([])
    const verified = await verifyStores(await open(), target, UNSEARCHED)
    expect(verified).toMatchObject({ equal: true, differences: [] })
    expect((await verifyStores(awkward, target, UNSEARCHED)).root).toEqual(verified.root)
  })

  it('is a bag whose hashes are those of its files', async () => {
    const store = await openMemoryStore()
    await store.mergeThreads([oneLine('a', 'x'), oneLine('b', 'y')])
    const { seal } = await exportArchive(store, folder)
    const sumOf = async (path: string) =>
      createHash('sha256')
        .update(await readFile(join(folder, path)))
        .digest('hex')
    for (const manifest of ['manifest-sha256.txt', 'tagmanifest-sha256.txt']) {
      const lines = (await readFile(join(folder, manifest), 'utf8')).trimEnd().split('\n')
      expect(lines.length).toBeGreaterThan(0)
      for (const line of lines) {
        const [hash, path = ''] = line.split('  ')
        expect(await sumOf(path)).toBe(hash)
      }
    }
    expect(seal).toBe(await sumOf('tagmanifest-sha256.txt'))
    const info = await readFile(join(folder, 'bag-info.txt'), 'utf8')
    const payload = await stat(join(folder, 'data/threads-000001.jsonl'))
    expect(info).toContain(`Payload-Oxum: ${payload.size}.1\n`)
    expect((await stat(join(folder, 'data/threads-000001.jsonl'))).mode & 0o777).toBe(0o600)
  })

  it('holds nothing of an empty store, and is an archive', async () => {
    await exportArchive(await openMemoryStore(), folder)
    const source = await open()
    expect(await Array.fromAsync(source.examine())).toEqual([])
    expect(await gathered(source.walk('thread'))).toEqual([])
  })

  it('is not written over what is there, and is not there before it is whole', async () => {
    const store = await openMemoryStore()
    await store.mergeThreads([oneLine('a', 'x')])
    await mkdir(folder)
    await writeFile(join(folder, 'mine.txt'), 'mine')
    await expectCode('INVALID_CONFIG', () => exportArchive(store, folder))
    expect(readdirSync(root)).toEqual(['backup'])
    expect(await readFile(join(folder, 'mine.txt'), 'utf8')).toBe('mine')
    await rm(folder, { recursive: true })

    const stopped = new AbortController()
    const progress = (): void => {
      expect(existsSync(folder)).toBe(false)
      stopped.abort(new Error('stopped'))
    }
    const options = { signal: stopped.signal, onProgress: progress }
    await expect(exportArchive(store, folder, options)).rejects.toThrow('stopped')
    expect(readdirSync(root)).toEqual([])
  })

  it('that was not finished is none', async () => {
    await mkdir(join(folder, 'data'), { recursive: true })
    await writeFile(join(folder, 'data/threads-000001.jsonl'), '')
    await expect(open()).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(openFolderSource({ kind: 'archive', folder: root })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    })
  })

  it('of a later version is refused, and so is a bag of something else', async () => {
    await exportArchive(await openMemoryStore(), folder)
    await writeFile(join(folder, 'bag-info.txt'), 'HitCraft-Archive: 2\n')
    await expect(open()).rejects.toMatchObject({ code: 'UNSUPPORTED' })
    await writeFile(join(folder, 'bag-info.txt'), 'Source-Organization: another\n')
    await expect(open()).rejects.toMatchObject({ code: 'UNSUPPORTED' })
  })
})
