/** Requests of one store at once: as many as keep a server busy, few enough for a small one. */
export const REQUESTS_AT_ONCE = 16

/**
 * Runs the work for every item, at most so many at once, and gives the results in order. After a
 * failure nothing new is begun; it rejects with the first one when what was begun has ended.
 */
export async function inParallel<T, R>(
  items: readonly T[],
  work: (item: T, index: number) => Promise<R>,
  atOnce: number = REQUESTS_AT_ONCE,
): Promise<R[]> {
  const results: R[] = []
  const failures: unknown[] = []
  // All lanes take from the one iterator.
  const left = items.entries()
  const lane = async () => {
    for (const [index, item] of left) {
      if (failures.length > 0) return
      try {
        results[index] = await work(item, index)
      } catch (error) {
        failures.push(error)
      }
    }
  }
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, lane))
  if (failures.length > 0) throw failures[0]
  return results
}
