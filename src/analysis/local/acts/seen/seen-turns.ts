import type { ThreadReading } from '../../detectors/thread-reading.ts'
import { FeatureSheet } from './feature-sheet.ts'
import { fillFeatures } from './features.ts'
import { findNeighbours } from './neighbours.ts'
import { turnFacts } from './turn-facts.ts'
import type { TurnFacts } from './turn-facts.ts'

/** A turn as a model sees it. */
export interface SeenTurn {
  readonly facts: TurnFacts
  readonly named: Float64Array
}

type Indexes = Readonly<Record<TurnFacts['speaker'], ReadonlyMap<string, number>>>

/** Each turn with text, by index; the numbers stand where `indexes` has their names. */
export function seenTurns(reading: ThreadReading, indexes: Indexes): Map<number, SeenTurn> {
  const facts = turnFacts(reading)
  const neighbours = findNeighbours(facts)
  const seen = new Map<number, SeenTurn>()
  for (const fact of facts) {
    const near = fact === undefined ? undefined : neighbours.get(fact.turn.index)
    if (fact === undefined || near === undefined) continue
    const sheet = new FeatureSheet(indexes[fact.speaker])
    fillFeatures(sheet, fact, near)
    seen.set(fact.turn.index, { facts: fact, named: sheet.values })
  }
  return seen
}
