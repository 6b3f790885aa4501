import type { Analysis, Failure } from '../../../domain/analysis/analysis.ts'
import type { Evidence } from '../../../domain/analysis/evidence.ts'
import { evidenceOfTurn } from '../evidence/evidence-of.ts'
import { noticedAfter } from '../evidence/noticed-by.ts'
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
const ERROR = /(?:^|[_\-:.])(?:error|failed|failure|exception|timeout)$/i

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

/** A start that no completion followed: promised and not delivered. */
export function unfinishedFailures(reading: ThreadReading, works: readonly Work[]): Failure[] {
  return works.flatMap((work) =>
    work.open.map((place) =>
      itemFailure(reading, place, {
        kind: 'not-delivered',
        note: `${work.feature} was started and never completed`,
      }),
    ),
  )
}

/** An error item of the product. */
export function errorItemFailures(reading: ThreadReading): Failure[] {
  return [...itemsOf(reading)]
    .filter(({ type }) => ERROR.test(type))
    .map((place) =>
      itemFailure(reading, place, { kind: 'broke', note: 'the product showed an error' }),
    )
}

function itemFailure(
  reading: ThreadReading,
  place: ItemPlace,
  what: Pick<Failure, 'kind' | 'note'>,
): Failure {
  return {
    ...what,
    certainty: 'shown',
    noticedBy: noticedAfter(reading, place.index),
    evidence: wordsBefore(reading, place.index),
    items: [{ messageId: place.messageId, part: place.part, type: place.type }],
  }
}

function* itemsOf(reading: ThreadReading): Generator<ItemPlace> {
  for (const { message, index } of reading.turns) {
    for (const [part, { type }] of message.content.entries()) {
      if (type !== 'text') yield { index, messageId: message.id, part, type }
    }
  }
}

/** The user's words that the item answers: the last before it, else the first after it. */
function wordsBefore(reading: ThreadReading, index: number): Evidence[] {
  const spoken = reading.users.filter((turn) =>
    turn.texts.some((text) => text.tokens.words.length > 0),
  )
  const turn =
    spoken.findLast((turn) => turn.index <= index) ?? spoken.find((turn) => turn.index > index)
  const evidence = turn === undefined ? undefined : evidenceOfTurn(reading.thread, turn)
  return evidence === undefined ? [] : [evidence]
}
