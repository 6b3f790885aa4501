import type { Evidence, EvidenceRole } from '../../../domain/analysis/evidence.ts'
import type { Act, TurnActs } from '../acts/act.ts'
import { askingPhrase } from '../fulfilment/asking.ts'
import { quoteFirst, quoteSentenceOf, quoteSpan } from '../evidence/quote.ts'
import type { Turn } from '../text/read-thread.ts'
import { plainly, saidPlainly } from './said-plainly.ts'
import type { PlainKind } from '../plain/plain-words.ts'
import type { Cue, ThreadReading } from '../detectors/thread-reading.ts'

/** Acts by which a user says that something went wrong. */
const TROUBLE: readonly Act[] = [
  'complaint',
  'correction',
  'does-not-work',
  'same-again',
  'gives-up',
]
/** User turns after a failure in which trouble is taken to be about it. */
const REACH = 2
const NOTICED = 0.5

/** A thread as an exchange: what each turn does, who spoke before and after. */
export class Dialogue {
  readonly reading: ThreadReading
  readonly #acts: readonly TurnActs[]
  readonly #plain: ReturnType<typeof saidPlainly>
  readonly #before: readonly Neighbours[]
  readonly #after: readonly Neighbours[]

  /** @param acts of each turn of the reading, in order */
  constructor(reading: ThreadReading, acts: readonly TurnActs[]) {
    this.reading = reading
    this.#acts = acts
    this.#plain = saidPlainly(reading)
    this.#before = lastSpoken(reading.turns)
    this.#after = lastSpoken(reading.turns.toReversed()).reverse()
  }

  /** How sure it is that a turn does something, 0..1. */
  probability(turn: Turn, act: Act): number {
    const plain = this.saysPlainly(turn, act) ? plainly(act) : 0
    return Math.max(plain, this.modelled(turn, act))
  }

  /** The same by the models alone. */
  modelled({ index }: Turn, act: Act): number {
    return this.#acts[index]?.probability(act) ?? 0
  }

  /** Says it in words of the lexicons; see `said-plainly.ts`. */
  saysPlainly({ index }: Turn, act: Act): boolean {
    return this.#plain.get(index)?.has(act) === true
  }

  does(turn: Turn | undefined, act: Act, least: number): turn is Turn {
    return turn !== undefined && this.probability(turn, act) >= least
  }

  /** The greatest probability of any of the acts. */
  most(turn: Turn, acts: readonly Act[]): number {
    return Math.max(0, ...acts.map((act) => this.probability(turn, act)))
  }

  /** The user's turn that a turn of the assistant answers. */
  asked(turn: Turn): Turn | undefined {
    return this.#before[turn.index]?.user
  }

  userAfter(turn: Turn): Turn | undefined {
    return this.#after[turn.index]?.user
  }

  answerBefore(turn: Turn): Turn | undefined {
    return this.#before[turn.index]?.assistant
  }

  answerAfter(turn: Turn): Turn | undefined {
    return this.#after[turn.index]?.assistant
  }

  /** Whether the user said so within the next turns. */
  noticed(turn: Turn): 'user' | 'nobody' {
    let next = this.userAfter(turn)
    for (let i = 0; i < REACH && next !== undefined; i++) {
      if (this.most(next, TROUBLE) >= NOTICED) return 'user'
      next = this.userAfter(next)
    }
    return 'nobody'
  }

  /** The sentence by which a turn does something. */
  quote(turn: Turn, act: Act, role: EvidenceRole): Evidence[] {
    const cue = this.#plain.get(turn.index)?.get(act)
    if (cue !== undefined) return listed(quoteSentenceOf(this.reading, cue, role))
    const span = this.#acts[turn.index]?.deciding(act)
    return listed(span && quoteSpan(this.reading, turn, span, role))
  }

  /** Where a turn says something in so many words, the first such place; of several kinds, of the first that it says. */
  says({ index }: Turn, ...kinds: readonly PlainKind[]): Cue<PlainKind> | undefined {
    const cues = this.reading.plain[index] ?? []
    return kinds.flatMap((kind) => cues.find((cue) => cue.kind === kind) ?? []).at(0)
  }

  /** The sentence that a cue stands in. */
  quoteCue(cue: Cue, role: EvidenceRole): Evidence[] {
    return listed(quoteSentenceOf(this.reading, cue, role))
  }

  /** The words by which a turn asks. */
  request(turn: Turn, role: EvidenceRole = 'request'): Evidence[] {
    const phrase = askingPhrase(this.reading, turn)
    if (phrase === undefined) return this.first(turn, role)
    const { text, start, end } = phrase
    return listed(quoteSpan(this.reading, turn, { part: text.part, start, end }, role))
  }

  /** The first sentence of a turn in its writer's own voice. */
  first(turn: Turn, role: EvidenceRole): Evidence[] {
    return listed(quoteFirst(this.reading, turn, role))
  }
}

/** The nearest turns with words on one side of a turn. */
type Neighbours = Readonly<Partial<Record<Turn['speaker'], Turn>>>

/** Whom each turn comes after, in one pass. */
function lastSpoken(turns: readonly Turn[]): Neighbours[] {
  let last: Neighbours = {}
  return turns.map((turn) => {
    const before = last
    if (hasWords(turn)) last = { ...last, [turn.speaker]: turn }
    return before
  })
}

function listed(found: Evidence | undefined): Evidence[] {
  return found === undefined ? [] : [found]
}

export function hasWords({ texts }: Turn): boolean {
  return texts.some(({ tokens }) => tokens.words.length > 0)
}
