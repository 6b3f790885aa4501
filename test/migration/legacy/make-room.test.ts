import { existsSync, readdirSync } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { makeRoom } from '../../../src/app/moving/make-room.ts'
import { importFile } from '../../../src/importers/import-file.ts'
import { openFolderSource } from '../../../src/migration/sources/open-source.ts'
import { foldersUnder } from '../../../src/storage/backends/folders.ts'
import { openChatStore } from '../../../src/storage/open-chat-store.ts'
import { rawMessage, writeOlder } from './older-folder.ts'

let root: string

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'hitcraft-room-'))
})

afterEach(async () => {
  await rm(root, { recursive: true, force: true })
})

const inPlace = () =>
  [
    { kind: 'legacy', folder: root },
    { kind: 'file', folders: foldersUnder(root) },
  ] as const

/** A store of the settings whose data lie elsewhere than its threads. */
const ownStore = () =>
  ({
    kind: 'file',
    folders: { ...foldersUnder(root), data: join(root, 'own') },
  }) as const

async function makeOwnStore(threads: number): Promise<void> {
  const store = await openChatStore(ownStore())
  const path = join(root, 'log.json')
  const messages = Array.from({ length: threads }, (_, n) => rawMessage(`thread-${n}`, n, 'hello'))
  await writeFile(path, JSON.stringify(messages))
  const folders = { tempFolder: root, rejectsFolder: root }
  if (threads > 0) await importFile(store, { path, name: 'log.json' }, folders)
  await store.close()
}

describe('room for a store in the place of the older app', () => {
  it('is not made of folders that only have the same names', async () => {
    for (const folder of ['data', 'analysis_results', 'organized_threads']) {
      await mkdir(join(root, folder))
    }
    await writeFile(join(root, 'data/my-research.csv'), 'a,b')
    await writeFile(join(root, 'analysis_results/mine.txt'), 'mine')
    const [from, to] = inPlace()
    expect(await makeRoom(from, to, to)).toBeUndefined()
    expect(existsSync(join(root, 'data/my-research.csv'))).toBe(true)
    expect(existsSync(join(root, 'analysis_results/mine.txt'))).toBe(true)
    expect(existsSync(join(root, 'older-app'))).toBe(false)
    await expect(openFolderSource(from)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  it('is not made of the threads of a store of ours, whichever store the settings name', async () => {
    await makeOwnStore(2)
    const before = readdirSync(join(root, 'organized_threads'))
    const [from, to] = inPlace()
    expect(await makeRoom(from, to, { kind: 'memory' })).toBeUndefined()
    await expect(openFolderSource(from)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await mkdir(join(root, 'data'))
    await writeFile(join(root, 'data/thread_index.json'), '{"threads": []}')
    await expect(makeRoom(from, to, { kind: 'memory' })).rejects.toMatchObject({
      code: 'INVALID_CONFIG',
      message: expect.stringContaining(join(root, 'organized_threads')),
    })
    expect(readdirSync(join(root, 'organized_threads'))).toEqual(before)
    expect(before).toHaveLength(4)
    expect(existsSync(join(root, 'older-app'))).toBe(false)
  })

  it('takes no folder of the store of the settings, though it holds no thread yet', async () => {
    await makeOwnStore(0)
    await writeOlder(root, { 'data/analysis_history.json': '{"analyses": []}' })
    const [from, to] = inPlace()
    await expect(makeRoom(from, to, ownStore())).rejects.toMatchObject({ code: 'INVALID_CONFIG' })
    expect(existsSync(join(root, 'older-app'))).toBe(false)
    // One that was never made has nothing there.
    await rm(join(root, 'own'), { recursive: true })
    expect(await makeRoom(from, to, ownStore())).toBe(join(root, 'older-app'))
  })
})
