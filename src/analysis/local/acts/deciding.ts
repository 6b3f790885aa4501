import type { Sentence } from '../text/sentences.ts'
import type { Act, Span } from './act.ts'
import type { TurnFacts } from './seen/turn-facts.ts'

/** Units of a sentence that is quoted; a longer one is cut at its words. */
const LONGEST = 280
/** Sentences of the beginning and of the end that are weighed: none between them decides a turn. */
const HEAD = 12
const TAIL = 4

/** Acts that the end of a turn shows, whatever it says. */
const SHOWN_BY_END: ReadonlySet<Act> = new Set<Act>(['cut-off'])

/**
 * The sentence for which `weigh` gives most, the first of equals; sentences that are all code or quotation
 * come last. For a turn that breaks off: its end.
 */
export function decidingSpan(
  facts: TurnFacts,
  act: Act,
  weigh: (sentence: Sentence) => number,
): Span | undefined {
  const { sentences } = facts
  const last = sentences.at(-1)
  if (last === undefined) return undefined
  if (SHOWN_BY_END.has(act)) return endOf(last)
  const looked =
    sentences.length <= HEAD + TAIL
      ? sentences
      : [...sentences.slice(0, HEAD), ...sentences.slice(-TAIL)]
  let best: Sentence | undefined
  let most = Number.NEGATIVE_INFINITY
  for (const sentence of looked) {
    const weight = Math.round(weigh(sentence) * 1000) - (sentence.apart ? 1e6 : 0)
    if (weight > most) {
      best = sentence
      most = weight
    }
  }
  return best === undefined ? undefined : spanOf(best)
}

function spanOf(sentence: Sentence): Span {
  const { text, start, end } = sentence
  if (end - start <= LONGEST) return { part: text.part, start, end }
  const { ends } = text.tokens
  let to = ends[sentence.from] ?? end
  for (let i = sentence.from; i < sentence.to && (ends[i] ?? 0) - start <= LONGEST; i++) {
    to = ends[i] ?? to
  }
  return { part: text.part, start, end: to }
}

/** A place, or the one after it where it lies within a character of two units. */
function wholeFrom(text: string, at: number): number {
  const unit = text.charCodeAt(at)
  return unit >= 0xdc00 && unit <= 0xdfff ? at + 1 : at
}

/** The last line of a text, from its last words on, to where it breaks off. */
function endOf(last: Sentence): Span {
  const { text } = last
  const end = text.text.trimEnd().length
  const { starts } = text.tokens
  let start = Math.min(last.start, end)
  if (end - start > LONGEST) {
    const from = starts.findIndex((at) => at >= end - LONGEST)
    start = starts[from] ?? wholeFrom(text.text, end - LONGEST)
  }
  return { part: text.part, start, end }
}
