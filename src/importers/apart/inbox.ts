/** Values that come when they come, for one who waits for them in turn. */
export class Inbox<T> {
  readonly #values: T[] = []
  #waiting: PromiseWithResolvers<T> | undefined
  #failure: { readonly error: unknown } | undefined

  push(value: T): void {
    if (this.#waiting === undefined) this.#values.push(value)
    else this.#waiting.resolve(value)
    this.#waiting = undefined
  }

  /** Ends it: whoever waits, or asks when nothing is left, gets the error. The first one counts. */
  fail(error: unknown): void {
    this.#failure ??= { error }
    this.#waiting?.reject(this.#failure.error)
    this.#waiting = undefined
  }

  next(): Promise<T> {
    const value = this.#values.shift()
    if (value !== undefined) return Promise.resolve(value)
    if (this.#failure !== undefined) return Promise.reject(this.#failure.error)
    this.#waiting = Promise.withResolvers<T>()
    return this.#waiting.promise
  }
}
