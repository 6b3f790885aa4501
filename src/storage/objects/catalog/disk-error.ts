import { HitCraftError } from '../../../errors/hitcraft-error.ts'

/** An error of the disk or of SQLite as one that says what to do; others as they are. */
export function diskError(error: unknown, path: string): unknown {
  if (!(error instanceof Error) || error instanceof HitCraftError) return error
  const code = 'code' in error ? String(error.code) : ''
  const sqlite = 'errcode' in error ? Number(error.errcode) & 0xff : 0
  if (code === 'ENOSPC' || code === 'EDQUOT' || sqlite === 13) {
    return new HitCraftError('NO_SPACE', `no room is left for ${path}`, {
      cause: error,
      remedy: 'Free space on that disk and run the same again; what was acknowledged is kept.',
    })
  }
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS' || sqlite === 8 || sqlite === 14) {
    return new HitCraftError('PERMISSION', `${path} may not be written or read`, {
      cause: error,
      remedy: 'Give the user that runs this the right to write there, or set another folder.',
    })
  }
  return error
}
