import { DIMENSIONS, openEncoder } from '../../encoder/encoder.ts'
import type { ThreadReading } from '../detectors/thread-reading.ts'
import { FeatureSheet } from './feature-sheet.ts'
import { fillFeatures } from './features.ts'
import { findNeighbours } from './neighbours.ts'
import { turnFacts } from './turn-facts.ts'
import type { TurnFacts } from './turn-facts.ts'

/** A turn as a model sees it. */
export interface SeenTurn {
  readonly facts: TurnFacts
  readonly named: Float64Array
  readonly vector: Float32Array
}

type Indexes = Readonly<Record<TurnFacts['speaker'], ReadonlyMap<string, number>>>

/** Units of a turn's own words whose meaning is taken. */
const MEANT = 300
const NOTHING = new Float32Array(DIMENSIONS)

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
    seen.set(fact.turn.index, { facts: fact, named: sheet.values, vector: vectorOf(fact) })
  }
  return seen
}

function vectorOf(facts: TurnFacts): Float32Array {
  const text = ownBeginning(facts)
  return text === '' ? NOTHING : openEncoder().encode(text)
}

/** The first sentences that are not all code or quotation. */
function ownBeginning({ sentences }: TurnFacts): string {
  const pieces: string[] = []
  let length = 0
  for (const { text, start, end, apart } of sentences) {
    if (apart) continue
    pieces.push(text.text.slice(start, Math.min(end, start + MEANT - length)))
    length += end - start
    if (length >= MEANT) break
  }
  return pieces.join(' ')
}
