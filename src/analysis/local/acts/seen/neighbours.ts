import { similarity } from '../../../encoder/encoder.ts'
import { overlap } from './similar.ts'
import type { TurnFacts } from './turn-facts.ts'

/** Own turns back that a turn is held against. */
const REACH = 4

/** The turns around one, and how alike they are to it. */
export interface Neighbours {
  /** The last turn of the other speaker before, and the first after. */
  readonly before: TurnFacts | undefined
  readonly after: TurnFacts | undefined
  /** The same speaker's turns before, nearest first, at most four; and the first after. */
  readonly own: readonly TurnFacts[]
  readonly ownAfter: TurnFacts | undefined
  /** Whether an assistant's turn stands before. */
  readonly answered: boolean
  /** Words shared with the own turn before, 0..1; with any of {@link own} at most. */
  readonly likeLast: number
  readonly likeAny: number
  /** The same in meaning. */
  readonly meansLast: number
  readonly meansAny: number
  /** One of {@link own} has the very same words. */
  readonly same: boolean
}

/** The neighbours of each turn with text, by its index. */
export function findNeighbours(facts: readonly (TurnFacts | undefined)[]): Map<number, Neighbours> {
  const after = afterEach(facts)
  const found = new Map<number, Neighbours>()
  const own = { user: [] as TurnFacts[], assistant: [] as TurnFacts[] }
  for (const fact of facts) {
    if (fact === undefined) continue
    const { index } = fact.turn
    const mine = own[fact.speaker]
    const alike = mine.map((earlier) => overlap(earlier.stems, fact.stems))
    const meant = mine.map((earlier) => similarity(earlier.vector, fact.vector))
    found.set(index, {
      before: own[otherOf(fact)][0],
      after: after.get(index)?.other,
      own: [...mine],
      ownAfter: after.get(index)?.own,
      answered: own.assistant.length > 0,
      likeLast: alike[0] ?? 0,
      likeAny: Math.max(0, ...alike),
      meansLast: meant[0] ?? 0,
      meansAny: Math.max(0, ...meant),
      same: mine.some((earlier) => sameWords(earlier, fact)),
    })
    mine.unshift(fact)
    if (mine.length > REACH) mine.pop()
  }
  return found
}

function afterEach(facts: readonly (TurnFacts | undefined)[]) {
  const after = new Map<number, { own: TurnFacts | undefined; other: TurnFacts | undefined }>()
  const next: Partial<Record<TurnFacts['speaker'], TurnFacts>> = {}
  for (let i = facts.length - 1; i >= 0; i--) {
    const fact = facts[i]
    if (fact === undefined) continue
    after.set(i, { own: next[fact.speaker], other: next[otherOf(fact)] })
    next[fact.speaker] = fact
  }
  return after
}

function otherOf({ speaker }: TurnFacts): TurnFacts['speaker'] {
  return speaker === 'user' ? 'assistant' : 'user'
}

function sameWords(a: TurnFacts, b: TurnFacts): boolean {
  const first = a.turn.texts[0]?.tokens.words
  const second = b.turn.texts[0]?.tokens.words
  return (
    first !== undefined &&
    second !== undefined &&
    first.length > 0 &&
    first.length === second.length &&
    first.every((word, i) => word === second[i])
  )
}
