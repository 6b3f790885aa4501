import type { Analysis } from '../../domain/analysis/analysis.ts'
import type { Thread } from '../../domain/thread/thread.ts'

/** Where something stands that is no text. */
export interface ItemPlace {
  readonly index: number
  readonly messageId: string
  readonly part: number
  readonly type: string
}

export interface Work {
  readonly feature: string
  started: number
  completed: number
  /** Starts that no completion followed. */
  readonly open: ItemPlace[]
}

const START = /^(.{1,80})_start(?:ed)?$/
const COMPLETE = /^(.{1,80})_(?:complete|completed|done|finished)$/

/** What the product began and brought to an end, by feature, in the order of the first start. */
export function findWorks(thread: Thread): Work[] {
  const works = new Map<string, Work>()
  const workOf = (feature: string): Work => {
    const known = works.get(feature)
    if (known !== undefined) return known
    const work: Work = { feature, started: 0, completed: 0, open: [] }
    works.set(feature, work)
    return work
  }
  for (const place of itemsOf(thread)) {
    const started = START.exec(place.type)?.[1]
    const completed = COMPLETE.exec(place.type)?.[1]
    if (started !== undefined) {
      const work = workOf(started)
      work.started++
      work.open.push(place)
    } else if (completed !== undefined) {
      const work = workOf(completed)
      work.completed++
      work.open.shift()
    }
  }
  return [...works.values()]
}

export function featuresOf(works: readonly Work[]): Analysis['features'] {
  return works.map(({ feature, started, completed }) => ({ feature, started, completed }))
}

/** All that is no text, in order. */
export function* itemsOf({ messages }: Thread): Generator<ItemPlace> {
  for (const [index, { id, content }] of messages.entries()) {
    for (const [part, { type }] of content.entries()) {
      if (type !== 'text') yield { index, messageId: id, part, type }
    }
  }
}
