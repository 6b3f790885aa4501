import type { ThreadReading } from '../detectors/thread-reading.ts'
import { openEncoder } from '../../encoder/encoder.ts'
import type { Turn } from '../text/read-thread.ts'
import type { Sentence } from '../text/sentences.ts'
import type { Act, Span, TurnActs } from './act.ts'
import { ActModel } from './act-model.ts'
import { decidingSpan } from './deciding.ts'
import { seenTurns } from './seen/seen-turns.ts'
import type { SeenTurn } from './seen/seen-turns.ts'
import weights from './weights.json' with { type: 'json' }

const MODELS = { user: new ActModel(weights.user), assistant: new ActModel(weights.assistant) }
const INDEXES = { user: MODELS.user.indexes, assistant: MODELS.assistant.indexes }

/** What each turn of a thread does, one entry a turn, in order; a pure function of the reading. */
export function readActs(reading: ThreadReading): readonly TurnActs[] {
  const seen = seenTurns(reading, INDEXES)
  return reading.turns.map((turn) => {
    const one = seen.get(turn.index)
    return one === undefined ? new NoActs(turn) : new ReadTurn(one)
  })
}

/** A message without words of a user or an assistant. */
class NoActs implements TurnActs {
  readonly turn: Turn

  constructor(turn: Turn) {
    this.turn = turn
  }

  probability(): number {
    return 0
  }

  deciding(): undefined {
    return undefined
  }
}

class ReadTurn implements TurnActs {
  readonly #seen: SeenTurn
  readonly #model: ActModel
  readonly #known = new Map<Act, number>()

  constructor(seen: SeenTurn) {
    this.#seen = seen
    this.#model = MODELS[seen.facts.speaker]
  }

  get turn(): Turn {
    return this.#seen.facts.turn
  }

  probability(act: Act): number {
    const known = this.#known.get(act)
    if (known !== undefined) return known
    const probability = this.#model.probability(act, this.#seen.named, this.#seen.facts.vector)
    this.#known.set(act, probability)
    return probability
  }

  deciding(act: Act): Span | undefined {
    return decidingSpan(this.#seen.facts, act, (sentence) => this.#weigh(act, sentence))
  }

  /** What a sentence adds to an act's score, by its cues and its meaning. */
  #weigh(act: Act, sentence: Sentence): number {
    const { text, from, to, start, end } = sentence
    const kinds = new Set(
      this.#seen.facts.cues
        .filter((cue) => cue.text === text && cue.match.from >= from && cue.match.from < to)
        .map(({ kind }) => kind),
    )
    let sum = this.#model.vectorScore(act, openEncoder().encode(text.text.slice(start, end)))
    for (const kind of kinds) {
      sum += this.#model.weightOf(act, `says ${kind}`) + this.#model.weightOf(act, `opens ${kind}`)
    }
    return sum
  }
}
