/**
 * The results of work on items, in the order of the items, with some of it under way at once. Nothing is under
 * way any more when it ends, however it ends.
 *
 * @param most pieces of work under way, 1 or more
 */
export async function* inFlight<T, R>(
  items: AsyncIterable<T>,
  most: number,
  work: (item: T) => Promise<R>,
): AsyncGenerator<R> {
  const running: Promise<R>[] = []
  try {
    for await (const item of items) {
      const started = work(item)
      // It is told when its turn comes, if anybody gets that far.
      started.catch(() => undefined)
      running.push(started)
      if (running.length < most) continue
      const [first] = running
      if (first !== undefined) yield await first
      await running.shift()
    }
    for (const last of running) yield await last
  } finally {
    await Promise.allSettled(running)
  }
}
