/**
 * Does work on items, some at the same time, and gives the results as they come, with all that came since the last
 * ones. When it ends, also because nobody listens any more, nothing is under way.
 *
 * @param work never rejects
 * @param atOnce how many may be under way, looked at before each
 */
export async function* asDone<T, R>(
  items: AsyncIterable<T>,
  work: (item: T) => Promise<R>,
  atOnce: () => number,
): AsyncGenerator<readonly R[]> {
  const done: R[] = []
  const underWay = new Set<Promise<void>>()
  let tell = () => {}
  const start = (item: T) => {
    const finish = async () => {
      done.push(await work(item))
      underWay.delete(one)
      tell()
    }
    const one = finish()
    underWay.add(one)
  }
  const some = () =>
    new Promise<void>((resolve) => {
      tell = resolve
      if (done.length > 0) resolve()
    })
  try {
    for await (const item of items) {
      start(item)
      while (underWay.size >= atOnce()) {
        await some()
        yield done.splice(0)
      }
    }
    while (underWay.size > 0 || done.length > 0) {
      await some()
      yield done.splice(0)
    }
  } finally {
    await Promise.all(underWay)
  }
}
