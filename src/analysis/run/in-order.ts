/**
 * Does work on items, some at the same time, and gives the results one by one in the order of the items. When it ends,
 * also because nobody listens any more, nothing is under way.
 *
 * @param work never rejects
 * @param atOnce how many may be under way, looked at before each
 */
export async function* inOrder<T, R>(
  items: AsyncIterable<T>,
  work: (item: T) => Promise<R>,
  atOnce: () => number,
): AsyncGenerator<readonly R[]> {
  const underWay: Promise<R>[] = []
  try {
    for await (const item of items) {
      underWay.push(work(item))
      while (underWay.length >= atOnce()) yield await Promise.all(underWay.splice(0, 1))
    }
    while (underWay.length > 0) yield await Promise.all(underWay.splice(0, 1))
  } finally {
    await Promise.all(underWay)
  }
}
