import type { Analysis, Failure } from '../../../domain/analysis/analysis.ts'
import type { Dialogue } from '../dialogue/dialogue.ts'
import { hasWords } from '../dialogue/dialogue.ts'
import type { Draft } from './draft.ts'
import type { ThreadReading } from './thread-reading.ts'

interface ItemPlace {
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
export function findWorks(reading: ThreadReading): Work[] {
  const works = new Map<string, Work>()
  const workOf = (feature: string): Work => {
    const known = works.get(feature)
    if (known !== undefined) return known
    const work: Work = { feature, started: 0, completed: 0, open: [] }
    works.set(feature, work)
    return work
  }
  for (const place of itemsOf(reading)) {
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

export function* itemsOf(reading: ThreadReading): Generator<ItemPlace> {
  for (const { message, index } of reading.turns) {
    for (const [part, { type }] of message.content.entries()) {
      if (type !== 'text') yield { index, messageId: message.id, part, type }
    }
  }
}

/** A failure that an item shows, with the user's words that it answers. */
export function itemFailure(
  dialogue: Dialogue,
  place: ItemPlace,
  what: Pick<Draft, 'kind'> & Pick<Failure, 'note'>,
): Draft {
  const turn = dialogue.reading.turns[place.index]
  const asked = turn === undefined ? undefined : (dialogue.asked(turn) ?? ownWords(dialogue, turn))
  return {
    ...what,
    certainty: 'shown',
    noticedBy: turn === undefined ? 'nobody' : dialogue.noticed(turn),
    evidence: asked === undefined ? [] : dialogue.request(asked),
    items: [{ messageId: place.messageId, part: place.part, type: place.type }],
    at: place.index,
  }
}

/** An item of the user's own message, or before anybody spoke. */
function ownWords(dialogue: Dialogue, turn: Dialogue['reading']['turns'][number]) {
  return turn.speaker === 'user' && hasWords(turn) ? turn : dialogue.userAfter(turn)
}
