import { statfsSync } from 'node:fs'
import { dirname } from 'node:path'
import { HitCraftError } from '../../../errors/hitcraft-error.ts'
import type { ErrorCode } from '../../../errors/error-codes.ts'

/** Bytes free below which a failed write is taken for want of room, where the error does not say. */
const LITTLE = 1024 * 1024

const REMEDIES = {
  NO_SPACE: 'Free space on that disk and run the same again; what was acknowledged is kept.',
  PERMISSION:
    'Give the user that runs this the right to read and write there, or set another folder.',
  INVALID_CONFIG: 'Name a folder, or move the file away that stands there.',
  UNAVAILABLE: 'Check the disk and the limits of this user, then run the same again.',
  CORRUPT: 'Run hitcraft reindex: it makes the catalog anew from the threads and records.',
} as const

const CODES: Readonly<Record<string, keyof typeof REMEDIES>> = {
  ENOSPC: 'NO_SPACE',
  EDQUOT: 'NO_SPACE',
  EACCES: 'PERMISSION',
  EPERM: 'PERMISSION',
  EROFS: 'PERMISSION',
  ENOTDIR: 'INVALID_CONFIG',
  EEXIST: 'INVALID_CONFIG',
  EISDIR: 'INVALID_CONFIG',
  ELOOP: 'INVALID_CONFIG',
  ENAMETOOLONG: 'INVALID_CONFIG',
  EIO: 'UNAVAILABLE',
  // What was there a moment ago was removed under the program.
  ENOENT: 'UNAVAILABLE',
  EMFILE: 'UNAVAILABLE',
  ENFILE: 'UNAVAILABLE',
  EBUSY: 'UNAVAILABLE',
  ESTALE: 'UNAVAILABLE',
}

/** By SQLite's primary result codes: busy, locked, read-only, I/O, damaged, full, cannot open, no database. */
const SQLITE: Readonly<Record<number, keyof typeof REMEDIES>> = {
  5: 'UNAVAILABLE',
  6: 'UNAVAILABLE',
  8: 'PERMISSION',
  10: 'UNAVAILABLE',
  11: 'CORRUPT',
  13: 'NO_SPACE',
  14: 'PERMISSION',
  26: 'CORRUPT',
}

const MESSAGES: Readonly<Record<keyof typeof REMEDIES, (path: string) => string>> = {
  NO_SPACE: (path) => `no room is left for ${path}`,
  PERMISSION: (path) => `${path} may not be written or read`,
  INVALID_CONFIG: (path) => `${path} is no folder, or lies below a file`,
  UNAVAILABLE: (path) => `${path} cannot be read or written now`,
  CORRUPT: (path) => `the catalog ${path} is damaged`,
}

/** An error of the disk or of SQLite as one that says what to do; others as they are. */
export function diskError(error: unknown, path: string): unknown {
  if (!(error instanceof Error) || error instanceof HitCraftError) return error
  const sqlite = 'errcode' in error ? Number(error.errcode) & 0xff : 0
  // What a damaged page has left in a column is met by the functions that read it as JSON.
  const isGarbled = sqlite === 1 && error.message.includes('malformed JSON')
  const known = SQLITE[isGarbled ? 11 : sqlite] ?? CODES['code' in error ? String(error.code) : '']
  if (known === undefined) return error
  // SQLite tells of a full disk as of any other failure to read or write.
  const isFull = sqlite === 10 && freeBytes(path) < LITTLE
  const code = (isFull ? 'NO_SPACE' : known) satisfies ErrorCode
  return new HitCraftError(code, MESSAGES[code](path), { cause: error, remedy: REMEDIES[code] })
}

function freeBytes(path: string): number {
  try {
    const { bavail, bsize } = statfsSync(dirname(path))
    return bavail * bsize
  } catch (error) {
    if (error instanceof Error) return Number.POSITIVE_INFINITY
    throw error
  }
}
