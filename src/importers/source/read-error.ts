import { HitCraftError } from '../../errors/hitcraft-error.ts'

/** What went wrong with a file, as an error that says what to do. */
export function readError(error: unknown, name: string): unknown {
  if (!(error instanceof Error) || error instanceof HitCraftError || !('code' in error))
    return error
  const cause = { cause: error }
  switch (error.code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return new HitCraftError('NOT_FOUND', `there is no file ${name}`, cause)
    case 'EISDIR':
      return new HitCraftError('INVALID_INPUT', `${name} is a folder, not a file`, {
        remedy: 'Name the files in it.',
        ...cause,
      })
    case 'ELOOP':
      return new HitCraftError('INVALID_INPUT', `${name} is a link that leads to itself`, cause)
    case 'ENAMETOOLONG':
      return new HitCraftError('INVALID_INPUT', 'the name of the file is too long', cause)
    case 'ENXIO':
    case 'ENODEV':
    case 'EOPNOTSUPP':
      return new HitCraftError(
        'INVALID_INPUT',
        `${name} is a socket or a device, not a file`,
        cause,
      )
    case 'EACCES':
    case 'EPERM':
      return new HitCraftError('PERMISSION', `${name} may not be read`, {
        remedy: 'Give this user the right to read it.',
        ...cause,
      })
    case 'EMFILE':
    case 'ENFILE':
      return new HitCraftError('UNAVAILABLE', `${name} cannot be opened: too many files are open`, {
        remedy: 'Raise the limit (ulimit -n), or try again when less is going on.',
        ...cause,
      })
    case 'EIO':
    case 'ESTALE':
    case 'ETIMEDOUT':
      return new HitCraftError('UNAVAILABLE', `${name} cannot be read: the disk or share fails`, {
        remedy: 'Look at the disk or the share, and import it again.',
        ...cause,
      })
    default:
      return error
  }
}
