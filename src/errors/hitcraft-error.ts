import { ERROR_CODES } from './error-codes.ts'
import type { ErrorCode } from './error-codes.ts'

export interface HitCraftErrorOptions {
  /** What the reader can do about it, as one sentence. */
  remedy?: string
  /** The error that led here. Never shown to an HTTP client. */
  cause?: unknown
  /** Facts for programs: ids, paths, offsets, settings. Never chat text, never a secret. */
  details?: Readonly<Record<string, string | number | boolean>>
}

/** The one class of every error raised on purpose. `message` says what failed, where and why. */
export class HitCraftError extends Error {
  readonly code: ErrorCode
  readonly remedy: string | undefined
  readonly details: Readonly<Record<string, string | number | boolean>>

  constructor(code: ErrorCode, message: string, options: HitCraftErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.name = 'HitCraftError'
    this.code = code
    this.remedy = options.remedy
    this.details = options.details ?? {}
  }

  /** Whether the same call may succeed later without anybody changing anything. */
  get retryable(): boolean {
    return ERROR_CODES[this.code].retryable
  }
}

export function isHitCraftError(error: unknown, code?: ErrorCode): error is HitCraftError {
  return error instanceof HitCraftError && (code === undefined || error.code === code)
}
