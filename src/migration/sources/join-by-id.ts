import { compareIds } from '../../domain/values/ids.ts'

interface Named {
  readonly id: string
}

/** What two lists in the order of ids have, side by side. */
export async function* joinById<L extends Named, R extends Named>(
  left: AsyncIterable<readonly L[]>,
  right: AsyncIterable<readonly R[]>,
): AsyncGenerator<{ left?: L; right?: R }> {
  const [a, b] = [new Reading(left), new Reading(right)]
  await a.next()
  await b.next()
  for (;;) {
    const [x, y] = [a.value, b.value]
    if (x === undefined && y === undefined) return
    const order = x === undefined ? 1 : y === undefined ? -1 : compareIds(x.id, y.id)
    yield {
      ...(order <= 0 && x !== undefined ? { left: x } : {}),
      ...(order >= 0 && y !== undefined ? { right: y } : {}),
    }
    // Within a page nothing is waited for: each wait costs more than the comparison.
    if (order <= 0 && !a.step()) await a.next()
    if (order >= 0 && !b.step()) await b.next()
  }
}

/** Pages, read one item after another. */
class Reading<T> {
  readonly #pages: AsyncIterator<readonly T[]>
  #page: readonly T[] = []
  #at = 0

  constructor(pages: AsyncIterable<readonly T[]>) {
    this.#pages = pages[Symbol.asyncIterator]()
  }

  /** Undefined behind the last. */
  get value(): T | undefined {
    return this.#page[this.#at]
  }

  /** Goes on within the page. @returns whether there is more in it */
  step(): boolean {
    return ++this.#at < this.#page.length
  }

  /** Goes on to the next page that has anything. */
  async next(): Promise<void> {
    do {
      const { done, value } = await this.#pages.next()
      this.#page = done === true ? [] : value
      this.#at = 0
      if (done === true) return
    } while (this.#page.length === 0)
  }
}
