import { setTimeout as delay } from 'node:timers/promises'

/** Milliseconds for which a server that takes no connection is tried again. */
export const PATIENCE = 5_000
/** Milliseconds. The pauses double from the first to the longest, and each is cut by chance. */
const FIRST_PAUSE = 50
const LONGEST_PAUSE = 1_000

/** System errors (Node.js, libuv) of a way that could not be opened. */
const NO_WAY = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EHOSTDOWN',
  // A Unix socket that is not there yet.
  'ENOENT',
])

/** Errors that also end a connection on which something was sent; the system call tells which. */
const MAYBE = new Set(['ECONNRESET', 'ETIMEDOUT', 'EPIPE'])

/** A TLS handshake that was broken off, as Node.js says it (`lib/_tls_wrap.js`). */
const HANDSHAKE = /before secure TLS connection was established/

/** How deep the causes of an error are looked into. */
const DEPTH = 6

/**
 * Whether a request failed before any of it was sent: then it may be made again whatever it asks for. An
 * error that may have come later, such as a reset of an open connection, is none of these.
 */
export function neverConnected(error: unknown, depth = 0): boolean {
  if (!(error instanceof Error) || depth > DEPTH) return false
  // Of a name with several addresses each was tried.
  if (error instanceof AggregateError && error.errors.length > 0) {
    return error.errors.every((one) => neverConnected(one, depth + 1))
  }
  const code = 'code' in error ? String(error.code) : ''
  const call = 'syscall' in error ? String(error.syscall) : ''
  if (NO_WAY.has(code) && (code !== 'ENOENT' || call === 'connect')) return true
  if (MAYBE.has(code) && call === 'connect') return true
  if (HANDSHAKE.test(error.message)) return true
  return neverConnected(error.cause, depth + 1)
}

export interface PatienceOptions {
  /** Milliseconds from the first attempt within which another may begin. Default {@link PATIENCE}. */
  readonly patience?: number
  /** Whether the request may be made again after this error. Default {@link neverConnected}. */
  readonly mayRepeat?: (error: unknown) => boolean
  /** Ends the waiting; the last error is then thrown. */
  readonly signal?: AbortSignal
}

/**
 * Makes a request, again with growing, random pauses while it may be repeated and patience lasts.
 * @throws what the last attempt threw
 */
export async function patiently<T>(
  attempt: () => Promise<T>,
  { patience = PATIENCE, mayRepeat = neverConnected, signal }: PatienceOptions = {},
): Promise<T> {
  const end = performance.now() + patience
  for (let pause = FIRST_PAUSE; ; pause = Math.min(2 * pause, LONGEST_PAUSE)) {
    try {
      return await attempt()
    } catch (error) {
      const wait = pause * (0.5 + Math.random() / 2)
      const isOver = performance.now() + wait > end
      if (isOver || signal?.aborted === true || !mayRepeat(error)) throw error
      // Whoever ends the waiting is not told of that but of what kept the request from its answer.
      await delay(wait, undefined, signal && { signal }).catch(() => undefined)
    }
  }
}
