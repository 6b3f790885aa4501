import { compareIds } from '../../domain/values/ids.ts'

interface Named {
  readonly id: string
}

/** What two lists in the order of ids have, side by side. */
export async function* joinById<L extends Named, R extends Named>(
  left: AsyncIterable<readonly L[]>,
  right: AsyncIterable<readonly R[]>,
): AsyncGenerator<{ left?: L; right?: R }> {
  const a = flatten(left)
  const b = flatten(right)
  let x = await a.next()
  let y = await b.next()
  while (!x.done || !y.done) {
    const order = x.done ? 1 : y.done ? -1 : compareIds(x.value.id, y.value.id)
    const pair = {
      ...(order <= 0 && !x.done ? { left: x.value } : {}),
      ...(order >= 0 && !y.done ? { right: y.value } : {}),
    }
    yield pair
    if (order <= 0) x = await a.next()
    if (order >= 0) y = await b.next()
  }
}

async function* flatten<T>(pages: AsyncIterable<readonly T[]>): AsyncGenerator<T> {
  for await (const page of pages) yield* page
}
