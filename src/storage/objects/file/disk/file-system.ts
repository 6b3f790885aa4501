import { spawnSync } from 'node:child_process'
import {
  accessSync,
  closeSync,
  constants,
  existsSync,
  fdatasyncSync,
  fsyncSync,
  ftruncateSync,
  fstatSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { makeFolder } from '../../../../files/make-folder.ts'
import { diskError } from '../../catalog/disk-error.ts'

/**
 * The few calls through which the store touches a disk. A test puts another in its place, one that
 * forgets what was not synced, to prove that each sync is needed. Synchronous: calls of promises cost
 * two to three times as much, and batches are bounded.
 */
export interface FileSystem {
  exists(path: string): boolean
  /** Whether this process may write there; false also for a disk that is mounted for reading only. */
  canWrite(path: string): boolean
  /** Permission bits, `0o700`; undefined where there is nothing, or no such bits. */
  mode(path: string): number | undefined
  /** Makes a folder that is its owner's alone; one that is there stays as it is. */
  makeFolder(path: string): void
  list(folder: string): string[]
  read(path: string): Buffer
  /** Writes a whole file; not synced. A new one is its owner's alone. */
  write(path: string, data: string | Uint8Array): void
  rename(from: string, to: string): void
  remove(path: string): void
  /** Opens for reading and appending, creating it as its owner's alone. */
  openAppend(path: string): number
  openRead(path: string): number
  append(file: number, data: Uint8Array): void
  readAt(file: number, offset: number, length: number): Buffer
  size(file: number): number
  truncate(file: number, size: number): void
  /** Makes what was written to an open file outlive a power cut. */
  sync(file: number): void
  /** The same for a file that is closed, or the names in a folder. */
  syncPath(path: string): void
  /** The same for many files of one folder, and for the folder. */
  syncAll(paths: readonly string[], folder: string): void
  close(file: number): void
}

/** Bytes of a file that is there. */
export function sizeOf(fs: FileSystem, path: string): number {
  const file = fs.openRead(path)
  try {
    return fs.size(file)
  } finally {
    fs.close(file)
  }
}

/** Chats are their owner's alone to read, whatever the umask. */
const FOLDER = 0o700
const FILE = 0o600

/** The disk. Its errors come as PERMISSION and NO_SPACE. */
export const realFileSystem: FileSystem = {
  exists: (path) => existsSync(path),
  canWrite(path) {
    try {
      accessSync(path, constants.W_OK)
      return true
    } catch (error) {
      if (isDenied(error)) return false
      throw diskError(error, path)
    }
  },
  mode: (path) =>
    process.platform === 'win32' || !existsSync(path)
      ? undefined
      : guarded(path, () => statSync(path).mode & 0o777),
  makeFolder: (path) => guarded(path, () => makeFolder(path, FOLDER)),
  list: (folder) => guarded(folder, () => readdirSync(folder)),
  read: (path) => guarded(path, () => readFileSync(path)),
  // A text takes the short way through Node only where its encoding is named.
  write: (path, data) =>
    guarded(path, () => writeFileSync(path, data, { mode: FILE, encoding: 'utf8' })),
  rename: (from, to) => guarded(to, () => renameSync(from, to)),
  remove: (path) => guarded(path, () => rmSync(path, { force: true })),
  openAppend: (path) => guarded(path, () => openSync(path, 'a+', FILE)),
  openRead: (path) => guarded(path, () => openSync(path, 'r')),
  append: (file, data) =>
    guarded('the log', () => {
      for (let at = 0; at < data.length;) at += writeSync(file, data, at, data.length - at)
    }),
  readAt: (file, offset, length) =>
    guarded('the log', () => {
      const buffer = Buffer.allocUnsafe(length)
      let got = 0
      while (got < length) {
        const n = readSync(file, buffer, got, length - got, offset + got)
        if (n === 0) break
        got += n
      }
      return buffer.subarray(0, got)
    }),
  size: (file) => guarded('the log', () => fstatSync(file).size),
  truncate: (file, size) => guarded('the log', () => ftruncateSync(file, size)),
  sync: (file) => guarded('the log', () => fdatasyncSync(file)),
  syncPath: (path) =>
    guarded(path, () => {
      const file = openSync(path, 'r')
      try {
        fsyncSync(file)
      } finally {
        closeSync(file)
      }
    }),
  syncAll(paths, folder) {
    // One call for the whole file system costs what a few dozen files cost one by one.
    const asOne = paths.length > 32 && process.platform === 'linux'
    if (asOne && spawnSync('sync', ['-f', folder], { stdio: 'ignore' }).status === 0) return
    for (const path of paths) realFileSystem.syncPath(path)
    realFileSystem.syncPath(folder)
  },
  close: (file) => closeSync(file),
}

function guarded<T>(path: string, call: () => T): T {
  try {
    return call()
  } catch (error) {
    throw diskError(error, path)
  }
}

function isDenied(error: unknown): boolean {
  return (
    error instanceof Error && 'code' in error && /^(EACCES|EPERM|EROFS)$/.test(String(error.code))
  )
}
