import type { ErrorCode } from '../errors/error-codes.ts'
import { isHitCraftError } from '../errors/hitcraft-error.ts'
import type { HitCraftError } from '../errors/hitcraft-error.ts'
import { UploadTooLargeError } from '../jobs/uploads/upload-errors.ts'

/** The HTTP status of each error. */
export const HTTP_STATUS = {
  NOT_FOUND: 404,
  CONFLICT: 409,
  UNAVAILABLE: 503,
  INCOMPLETE: 503,
  PERMISSION: 403,
  CORRUPT: 500,
  UNSUPPORTED: 422,
  INVALID_INPUT: 400,
  UNKNOWN_FORMAT: 415,
  INVALID_CONFIG: 500,
  NO_SPACE: 507,
  ANSWER_REFUSED: 502,
  ANSWER_CUT: 502,
  ANSWER_MALFORMED: 502,
  VERIFICATION_FAILED: 500,
  INTERRUPTED: 503,
  INTERNAL: 500,
} as const satisfies Record<ErrorCode, number>

/** What to do, where the error itself does not say. */
const REMEDIES = {
  NOT_FOUND: 'Go back to the list: it shows what is there.',
  CONFLICT: 'Load the page again and repeat the change.',
  UNAVAILABLE: 'Check that the store is running (hitcraft doctor says what is wrong), then retry.',
  INCOMPLETE: 'Run the migration into this store again, which goes on from where it was.',
  PERMISSION: 'Give this program the right that the message names.',
  CORRUPT: 'Run hitcraft doctor, and restore the damaged record from a backup.',
  UNSUPPORTED: 'Use a version or file of the kind that the message names.',
  INVALID_INPUT: 'Correct what the message names.',
  UNKNOWN_FORMAT: 'Upload a HitCraft export (TXT, RTF, JSON) or OpenAI messages (JSON Lines).',
  INVALID_CONFIG: 'Correct the setting that the message names; hitcraft config shows all of them.',
  NO_SPACE: 'Make room on the disk, then retry. What was acknowledged before is kept.',
  ANSWER_REFUSED: 'Read the thread yourself, or try another model.',
  ANSWER_CUT: 'Try a model with more room for its answer.',
  ANSWER_MALFORMED: 'Start it again, or try another model.',
  VERIFICATION_FAILED: 'Look at the differences that are listed.',
  INTERRUPTED: 'Start it again: it goes on from where it was.',
  INTERNAL: 'Please report it with the steps that led there; the log of the server says more.',
} as const satisfies Record<ErrorCode, string>

export interface ToldError {
  readonly code: string
  readonly message: string
  readonly remedy: string
}

/**
 * What a client is told of an error: code, message and remedy. Never a cause, and no absolute path of
 * this machine; of an error that was not raised on purpose, only that it happened.
 */
export function toldError(error: unknown): { status: number; error: ToldError } {
  if (isHitCraftError(error)) {
    const status = statusOf(error)
    return { status, error: withRemedy(error.code, error.message, error.remedy) }
  }
  return { status: 500, error: withRemedy('INTERNAL', 'something went wrong in the server') }
}

function statusOf(error: HitCraftError): number {
  if (error instanceof UploadTooLargeError) return 413
  if ('status' in error && typeof error.status === 'number') return error.status
  return HTTP_STATUS[error.code]
}

/** A stored or passing problem, with its remedy and without paths. */
export function withRemedy(code: string, message: string, remedy?: string): ToldError {
  const known = isErrorCode(code) ? REMEDIES[code] : REMEDIES.INTERNAL
  return { code, message: withoutPaths(message), remedy: withoutPaths(remedy ?? known) }
}

function isErrorCode(code: string): code is ErrorCode {
  return Object.hasOwn(REMEDIES, code)
}

/** Absolute paths shortened to their last name. */
function withoutPaths(text: string): string {
  return text
    .replaceAll(/(?<![\w/:.])(?:\/[^\s/'"`,;:()]+){2,}/g, (path) => `…/${path.split('/').at(-1)}`)
    .replaceAll(/\b[A-Za-z]:\\[^\s'"`,;()]+/g, (path) => `…\\${path.split('\\').at(-1)}`)
}
