/** Milliseconds for a request with its repetitions: a part of a snapshot over a slow line is the longest. */
const ANSWER_TIMEOUT = 120_000

/** What ends the requests of one store: its closing, or a server that gives no answer. */
export class RequestSignals {
  readonly #closing = new AbortController()
  readonly #timeout: number

  /** @param timeout milliseconds; default two minutes */
  constructor(timeout: number = ANSWER_TIMEOUT) {
    this.#timeout = timeout
  }

  /** The option of one request. */
  next(): { readonly abortSignal: AbortSignal } {
    const limit = AbortSignal.timeout(this.#timeout)
    return { abortSignal: AbortSignal.any([this.#closing.signal, limit]) }
  }

  /** What an SDK goes on trying would keep the process alive. */
  abort(): void {
    this.#closing.abort()
  }
}
