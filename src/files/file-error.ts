import { HitCraftError } from '../errors/hitcraft-error.ts'
import type { ErrorCode } from '../errors/error-codes.ts'

interface Meaning {
  readonly code: ErrorCode
  readonly problem: string
  readonly remedy: string
}

const NO_ROOM: Meaning = {
  code: 'NO_SPACE',
  problem: 'no room is left on the disk or in the quota',
  remedy: 'Free space there and run the same again; what was acknowledged is kept.',
}
const NO_RIGHT: Meaning = {
  code: 'PERMISSION',
  problem: 'this user may not do that there',
  remedy: 'Grant the right to read and write there, or name another place.',
}
const NO_NAME: Meaning = {
  code: 'INVALID_CONFIG',
  problem: 'that is no name of a file or folder there',
  remedy: 'Name another place.',
}
const BUSY: Meaning = {
  code: 'UNAVAILABLE',
  problem: 'the system cannot do that now',
  remedy: 'Try again; should it stay so, look at the disk and at how many files may be open.',
}

/** What an error of the system means to the person who named the file. Others are defects of ours. */
const MEANINGS: Readonly<Record<string, Meaning>> = {
  ENOSPC: NO_ROOM,
  EDQUOT: NO_ROOM,
  EFBIG: NO_ROOM,
  EACCES: NO_RIGHT,
  EPERM: NO_RIGHT,
  EROFS: { ...NO_RIGHT, problem: 'the disk may only be read' },
  EISDIR: { ...NO_NAME, problem: 'it is a folder', remedy: 'Name a file.' },
  ENOTDIR: { ...NO_NAME, problem: 'a part of the way there is a file, not a folder' },
  EEXIST: { ...NO_NAME, problem: 'something else is there already' },
  ENAMETOOLONG: { ...NO_NAME, problem: 'the name is too long' },
  ELOOP: { ...NO_NAME, problem: 'its symbolic links lead in a circle' },
  ENOENT: { ...NO_NAME, code: 'NOT_FOUND', problem: 'it is not there' },
  ENXIO: BUSY,
  EMFILE: BUSY,
  ENFILE: BUSY,
  EBUSY: BUSY,
  EIO: { ...BUSY, problem: 'the disk does not read or write' },
}

/**
 * An error of the system about a file as one that says what to do; any other error as it is.
 * @param name what people call the file: a flag or a setting with its value
 */
export function fileError(error: unknown, name?: string): unknown {
  if (!(error instanceof Error) || error instanceof HitCraftError) return error
  const code = 'code' in error ? String(error.code) : ''
  const path = 'path' in error ? String(error.path) : undefined
  const meaning = MEANINGS[code]
  const shown = name ?? path
  if (meaning === undefined || shown === undefined) return error
  return new HitCraftError(meaning.code, `${shown}: ${meaning.problem} (${code})`, {
    cause: error,
    remedy: meaning.remedy,
    ...(path === undefined ? {} : { details: { path } }),
  })
}
