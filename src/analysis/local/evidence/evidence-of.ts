import type { Evidence } from '../../../domain/analysis/evidence.ts'
import type { Thread } from '../../../domain/thread/thread.ts'
import type { ReadText, Turn } from '../text/read-thread.ts'
import type { Cue } from '../detectors/thread-reading.ts'

/** A longer sentence is quoted around its cue; UTF-16 units. */
const LONGEST_QUOTE = 240

/** The sentence that a cue stands in, as evidence. */
export function evidenceOfCue(thread: Thread, cue: Cue): Evidence {
  const { from, to } = cue.match
  return evidenceOfWords(thread, cue.turn, cue.text, from, to)
}

/** The sentence that words `from` to `to` stand in; of a long one what fits around them. */
export function evidenceOfWords(
  thread: Thread,
  turn: Turn,
  text: ReadText,
  from: number,
  to: number,
): Evidence {
  const { starts, ends, sentences } = text.tokens
  let first = from
  let last = to - 1
  const length = (): number => (ends[last] ?? 0) - (starts[first] ?? 0)
  while (first > 0 && sentences[first - 1] === sentences[from] && length() < LONGEST_QUOTE) first--
  while (
    last + 1 < sentences.length &&
    sentences[last + 1] === sentences[from] &&
    length() < LONGEST_QUOTE
  ) {
    last++
  }
  const start = starts[first] ?? 0
  const end = withEndMark(text.text, Math.min(ends[last] ?? start, start + 2 * LONGEST_QUOTE))
  return evidenceOfSpan(thread, turn, text, start, end)
}

/** The beginning of a turn's first words: what a finding without words of its own answers. */
export function evidenceOfTurn(thread: Thread, turn: Turn): Evidence | undefined {
  const text = turn.texts.find(({ tokens }) => tokens.words.length > 0)
  return text === undefined ? undefined : evidenceOfWords(thread, turn, text, 0, 1)
}

export function evidenceOfSpan(
  thread: Thread,
  turn: Turn,
  text: ReadText,
  start: number,
  end: number,
): Evidence {
  return {
    threadId: thread.id,
    messageId: turn.message.id,
    part: text.part,
    start,
    end,
    quote: text.text.slice(start, end),
  }
}

function withEndMark(text: string, end: number): number {
  let to = end
  while (to < end + 3 && /[.!?…。！？]/u.test(text.charAt(to))) to++
  // Never end within a surrogate pair.
  return /[\uD800-\uDBFF]/u.test(text.charAt(to - 1)) && to < text.length ? to + 1 : to
}
