import { HitCraftError, isHitCraftError } from '../../errors/hitcraft-error.ts'

/** More bytes came than are allowed. */
export class UploadTooLargeError extends HitCraftError {
  constructor(maxBytes: number) {
    super('INVALID_INPUT', `the file is larger than the ${maxBytes} bytes that are allowed`, {
      remedy: 'Raise MAX_UPLOAD_BYTES, or import it with the command line: hitcraft import FILE.',
    })
  }
}

export function emptyUpload(): HitCraftError {
  return new HitCraftError('INVALID_INPUT', 'the uploaded file is empty', {
    remedy: 'Choose the file that holds the log.',
  })
}

/** What a disk or a sender did, as an error that says what to do. */
export function asUploadError(error: unknown): unknown {
  if (isHitCraftError(error) || !(error instanceof Error) || !('code' in error)) return error
  switch (error.code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return new HitCraftError('NO_SPACE', 'no room is left for the upload', {
        remedy: 'Make room on the disk that holds UPLOAD_FOLDER and upload it again.',
        cause: error,
      })
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return new HitCraftError('PERMISSION', 'UPLOAD_FOLDER may not be written to', {
        cause: error,
      })
    case 'ENOENT':
    case 'ENOTDIR':
    case 'EEXIST':
      return new HitCraftError('INVALID_CONFIG', 'UPLOAD_FOLDER is no folder, or no longer there', {
        remedy: 'Make the folder that the setting names, and start the server again.',
        cause: error,
      })
    case 'ERR_STREAM_PREMATURE_CLOSE':
    case 'ECONNRESET':
    case 'ABORT_ERR':
      return new HitCraftError('INTERRUPTED', 'the upload ended before its last byte', {
        remedy: 'Upload the file again.',
        cause: error,
      })
    case 'EIO':
    case 'EMFILE':
    case 'ENFILE':
    case 'ERR_SQLITE_ERROR':
      return new HitCraftError('UNAVAILABLE', 'the disk of UPLOAD_FOLDER does not answer', {
        remedy: 'Check the disk and how many files may be open, then upload it again.',
        cause: error,
      })
    default:
      return error
  }
}
