import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { foldersUnder } from '../../src/storage/backends/folders.ts'
import type { ChatStore } from '../../src/storage/chat-store.ts'
import { diskError } from '../../src/storage/objects/catalog/disk-error.ts'
import { removeCatalog } from '../../src/storage/objects/catalog/catalog.ts'
import { realFileSystem } from '../../src/storage/objects/file/disk/file-system.ts'
import type { FileSystem } from '../../src/storage/objects/file/disk/file-system.ts'
import { openFileStore } from '../../src/storage/objects/file/file-chat-store.ts'
import { ForgetfulDisk, PowerCut } from '../integration/file-store/forgetful-disk.ts'
import { filesHolding } from '../services/bytes.ts'
import type { FaultCode, OpenStore } from './check.ts'

const SYSTEM_CODES = { UNAVAILABLE: 'EIO', PERMISSION: 'EACCES', NO_SPACE: 'ENOSPC' } as const

interface FileBreak {
  /** The disk as a broken store uses it. Default the real one. */
  readonly disk?: FileSystem
  /** Syncs that a broken store leaves out. */
  readonly unsynced?: (path: string) => boolean
  /** What is put around each store. */
  readonly around?: (right: ChatStore) => ChatStore
}

/** A store of files, for the suite, with each fault that a disk has. */
export function fileUnderTest(broken: FileBreak = {}): OpenStore {
  const { disk = realFileSystem, unsynced, around = (right: ChatStore) => right } = broken
  return async () => {
    const root = await mkdtemp(join(tmpdir(), 'hitcraft-file-'))
    const folders = foldersUnder(root)
    const open = async (fileSystem: FileSystem = disk) =>
      around(await openFileStore(folders, { fileSystem }))
    let store = await open()
    return {
      store,
      reopen: async () => {
        await store.close()
        store = await open()
        return store
      },
      beside: () => open(),
      fault: async (code) => {
        const failing = failingDisk(code)
        return { store: await open(failing.disk), ...failing }
      },
      damage: async () => {
        await store.flushIndex()
        const first = readdirSync(folders.threads).find((name) => name.endsWith('.json')) ?? ''
        const path = join(folders.threads, first)
        writeFileSync(path, readFileSync(path, 'utf8').replace('words of', 'swords of'))
      },
      filesHolding: async (words) => filesHolding(root, words),
      powerCut: async () => {
        await store.close()
        const forgetful = new ForgetfulDisk(Number.POSITIVE_INFINITY, unsynced)
        const doomed = await open(forgetful.fileSystem)
        return {
          store: doomed,
          cut: async () => {
            forgetful.endNow()
            await doomed.close().catch((error: unknown) => {
              if (!(error instanceof PowerCut)) throw error
            })
            forgetful.cut()
            removeCatalog(join(folders.data, 'catalog.sqlite'))
            return open(realFileSystem)
          },
        }
      },
      destroy: async () => {
        await store.close()
        await rm(root, { recursive: true, force: true })
      },
    }
  }
}

const WRITING = ['append', 'write', 'rename', 'remove', 'truncate', 'sync', 'syncPath', 'syncAll']
const READING = ['read', 'readAt', 'openRead']

/** The disk, which refuses to write (and, out of reach, to read) from a strike until it is mended. */
function failingDisk(code: FaultCode) {
  const refused = new Set(code === 'UNAVAILABLE' ? [...WRITING, ...READING] : WRITING)
  let isStruck = false
  const disk = new Proxy(realFileSystem, {
    get(target, name) {
      if (!isStruck || !refused.has(String(name))) return Reflect.get(target, name) as unknown
      return () => {
        const error = Object.assign(new Error(SYSTEM_CODES[code]), { code: SYSTEM_CODES[code] })
        throw diskError(error, 'the disk of the test')
      }
    },
  })
  return {
    disk,
    strike: () => {
      isStruck = true
    },
    mend: () => {
      isStruck = false
    },
  }
}
