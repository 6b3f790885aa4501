import { stopped } from './wait.ts'

interface Waiter<T> {
  readonly what: T
  readonly admit: () => void
}

/** Those who wait for their turn, first come first served. */
export class Line<T> {
  readonly #waiting: Waiter<T>[] = []

  /** What the first of them waits for. */
  get first(): { readonly what: T } | undefined {
    return this.#waiting[0]
  }

  /** Waits for its turn. @throws HitCraftError INTERRUPTED when the signal comes first */
  join(what: T, signal: AbortSignal | undefined): Promise<void> {
    if (signal?.aborted === true) return Promise.reject(stopped())
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    const leave = () => {
      this.#waiting.splice(this.#waiting.indexOf(waiter), 1)
      reject(stopped())
    }
    const admit = () => {
      signal?.removeEventListener('abort', leave)
      resolve()
    }
    const waiter: Waiter<T> = { what, admit }
    signal?.addEventListener('abort', leave, { once: true })
    this.#waiting.push(waiter)
    return promise
  }

  /** It is the turn of the first. */
  admit(): void {
    this.#waiting.shift()?.admit()
  }
}
