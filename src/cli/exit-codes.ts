import type { ErrorCode } from '../errors/error-codes.ts'

/** What the process ends with. */
export const EXIT = {
  done: 0,
  failed: 1,
  usage: 2,
  rejects: 3,
  difference: 4,
  interrupted: 130,
} as const

/** The exit status of each error. */
export const EXIT_OF_ERROR = {
  NOT_FOUND: EXIT.failed,
  CONFLICT: EXIT.failed,
  UNAVAILABLE: EXIT.failed,
  INCOMPLETE: EXIT.failed,
  PERMISSION: EXIT.failed,
  CORRUPT: EXIT.failed,
  UNSUPPORTED: EXIT.failed,
  INVALID_INPUT: EXIT.failed,
  UNKNOWN_FORMAT: EXIT.failed,
  INVALID_CONFIG: EXIT.usage,
  NO_SPACE: EXIT.failed,
  ANSWER_REFUSED: EXIT.failed,
  ANSWER_CUT: EXIT.failed,
  ANSWER_MALFORMED: EXIT.failed,
  VERIFICATION_FAILED: EXIT.difference,
  INTERRUPTED: EXIT.interrupted,
  INTERNAL: EXIT.failed,
} as const satisfies Record<ErrorCode, number>
