import { HitCraftError } from '../../errors/hitcraft-error.ts'

/** What went wrong with a folder of the settings, as an error that names the setting. */
export function folderError(error: unknown, setting: 'TEMP_FOLDER' | 'RESULTS_FOLDER'): unknown {
  if (!(error instanceof Error) || error instanceof HitCraftError || !('code' in error))
    return error
  const cause = { cause: error }
  switch (error.code) {
    case 'ENOSPC':
    case 'EDQUOT':
    case 'EFBIG':
      return new HitCraftError('NO_SPACE', `no room is left in ${setting}`, {
        remedy: `Make room there, or set ${setting} to a folder on a larger disk.`,
        ...cause,
      })
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return new HitCraftError('PERMISSION', `${setting} may not be written to`, {
        remedy: `Set ${setting} to a folder that this user may write to.`,
        ...cause,
      })
    case 'ENOTDIR':
    case 'EEXIST':
    case 'EISDIR':
      return new HitCraftError('INVALID_CONFIG', `${setting} is not a folder`, {
        remedy: `Set ${setting} to a folder.`,
        ...cause,
      })
    default:
      return error
  }
}
