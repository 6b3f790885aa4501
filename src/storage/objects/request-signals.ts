import { neverConnected, patiently } from '../patience.ts'

/** Milliseconds for a request with its repetitions: a part of a snapshot over a slow line is the longest. */
const ANSWER_TIMEOUT = 120_000

/** A connection that broke off (Node.js); the second is the name that Azure's SDK has for any of them. */
const BROKEN_OFF = new Set(['ECONNRESET', 'EPIPE', 'REQUEST_SEND_ERROR'])

/** A connection that was not made in time, as the AWS SDK says it (`@smithy/node-http-handler`). */
const NOT_MADE = /did not establish a connection/

/** What ends the requests of one store (its closing, a server that gives no answer) or begins them anew. */
export class RequestSignals {
  readonly #closing = new AbortController()
  readonly #timeout: number
  readonly #running = new Set<Promise<unknown>>()

  /** @param timeout milliseconds; default two minutes */
  constructor(timeout: number = ANSWER_TIMEOUT) {
    this.#timeout = timeout
  }

  /**
   * Makes a request, again while nobody answers it and patience lasts. Whole objects are put, so making
   * one twice does no harm; of a condition that the first has met, the mark on the object tells.
   */
  async patiently<T>(request: (options: RequestOptions) => Promise<T>): Promise<T> {
    const limit = AbortSignal.timeout(this.#timeout)
    const abortSignal = AbortSignal.any([this.#closing.signal, limit])
    const running = patiently(() => request({ abortSignal }), {
      mayRepeat: isUnanswered,
      signal: this.#closing.signal,
    })
    this.#running.add(running)
    try {
      return await running
    } finally {
      this.#running.delete(running)
    }
  }

  /** Ends every request, now and from now on; resolves when all have ended. */
  async end(): Promise<void> {
    // What an SDK goes on trying would keep the process alive.
    this.#closing.abort()
    await Promise.allSettled(this.#running)
  }
}

/** What an SDK is given with each request. */
interface RequestOptions {
  readonly abortSignal: AbortSignal
}

function isUnanswered(error: unknown): boolean {
  if (neverConnected(error)) return true
  if (!(error instanceof Error)) return false
  if (error.name === 'TimeoutError' && NOT_MADE.test(error.message)) return true
  const isAnswered = 'statusCode' in error && error.statusCode !== undefined
  return 'code' in error && !isAnswered && BROKEN_OFF.has(String(error.code))
}
