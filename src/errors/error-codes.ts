/**
 * Every error this project raises on purpose, as a catalogue for users: what the code means and what
 * to do. Tables elsewhere map each code to an exit status and an HTTP status, so a new code does not
 * compile until both know it.
 */
export const ERROR_CODES = {
  /** The thing that was named is not there. Check the id; `threads list` and `history` show what is. */
  NOT_FOUND: { retryable: false },
  /** Two writers disagree on something that cannot be merged. Read it again and repeat the change. */
  CONFLICT: { retryable: true },
  /** The backend cannot be reached, or is busy, or ended in the middle. Nothing unacknowledged is
   *  promised; run the same command again once `doctor` is content. */
  UNAVAILABLE: { retryable: true },
  /** The store is the target of a migration that has not come to its end, so it holds only a part. The message
   *  says from where; run that migration again, which goes on. */
  INCOMPLETE: { retryable: false },
  /** The backend or the file system refused for want of a right. The message names the right. */
  PERMISSION: { retryable: false },
  /** Stored bytes do not hash to what was written, or cannot be read as what they should be. */
  CORRUPT: { retryable: false },
  /** The version, server or file is known and is one this build does not work with. */
  UNSUPPORTED: { retryable: false },
  /** What was passed in (a file, a record, a query, a flag) is not of the form it must have. */
  INVALID_INPUT: { retryable: false },
  /** No known log format fits the file. The message says what was seen and lists what is known. */
  UNKNOWN_FORMAT: { retryable: false },
  /** A setting has a wrong value. The message names the variable, the value and what is allowed. */
  INVALID_CONFIG: { retryable: false },
  /** No room is left on the disk or in the quota. What was acknowledged before is kept. */
  NO_SPACE: { retryable: true },
  /** A model or its service would not answer for this thread, which stays pending. Another model may. */
  ANSWER_REFUSED: { retryable: false },
  /** A model's answer was cut at its most tokens. The thread stays pending; another model may have more room. */
  ANSWER_CUT: { retryable: false },
  /** A model's answer is not of the form it must have. The thread stays pending, and the next run asks again. */
  ANSWER_MALFORMED: { retryable: true },
  /** A verification found records that differ or are missing. The document lists them. */
  VERIFICATION_FAILED: { retryable: false },
  /** The work was stopped by a signal or a caller. Its state is kept; the next call goes on. */
  INTERRUPTED: { retryable: true },
  /** A defect of this program. Please report it with the message and the steps that led there. */
  INTERNAL: { retryable: false },
} as const satisfies Record<string, { retryable: boolean }>

export type ErrorCode = keyof typeof ERROR_CODES
