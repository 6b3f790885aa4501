import type { Evidence, EvidenceRole } from '../../../domain/analysis/evidence.ts'
import type { Span } from '../acts/act.ts'
import type { Cue, ThreadReading } from '../detectors/thread-reading.ts'
import type { ReadText, Turn } from '../text/read-thread.ts'
import { sentencesOf } from '../text/sentences.ts'

/** UTF-16 units of a quote at the most. */
const LONGEST = 240
/** A shorter sentence proves little alone: the next one stands beside it. */
const SHORT = 40

/** The words of a span as evidence; made readable, they are no scrap and no wall of text. */
export function quoteSpan(
  { thread, languages }: ThreadReading,
  turn: Turn,
  span: Span,
  role: EvidenceRole,
  fit: 'readable' | 'as is' = 'readable',
): Evidence | undefined {
  const text = turn.texts.find(({ part }) => part === span.part)
  if (text === undefined) return undefined
  const [from, to] = fit === 'as is' ? [span.start, span.end] : fitted(text, span)
  const [start, end] = trimmed(text.text, from, to)
  if (end <= start) return undefined
  const language = languages[turn.index]
  return {
    threadId: thread.id,
    messageId: turn.message.id,
    part: text.part,
    start,
    end,
    quote: text.text.slice(start, end),
    role,
    ...(language === undefined ? {} : { language }),
  }
}

/** The sentence that a cue stands in. */
export function quoteSentenceOf(
  reading: ThreadReading,
  { turn, text, match }: Cue,
  role: EvidenceRole,
) {
  const sentence = sentencesOf(text).find(({ from, to }) => from <= match.from && match.from < to)
  if (sentence === undefined) return undefined
  return quoteSpan(reading, turn, { ...sentence, part: text.part }, role)
}

/** The end of a turn's text, as far back as a quote reaches: where it breaks off. */
export function quoteEnd(reading: ThreadReading, turn: Turn, role: EvidenceRole) {
  const text = turn.texts.at(-1)
  if (text === undefined) return undefined
  const end = text.text.trimEnd().length
  const { starts } = text.tokens
  const from = starts.find((at) => at >= end - LONGEST / 2) ?? Math.max(0, end - LONGEST / 2)
  return quoteSpan(reading, turn, { part: text.part, start: from, end }, role)
}

/** The first sentence of a turn that its writer says in their own voice. */
export function quoteFirst(reading: ThreadReading, turn: Turn, role: EvidenceRole) {
  for (const text of turn.texts) {
    const sentences = sentencesOf(text)
    const first =
      sentences.find(({ apart, from, to }) => !apart && to - from >= 3) ??
      sentences.find(({ apart }) => !apart) ??
      sentences[0]
    if (first !== undefined) return quoteSpan(reading, turn, { ...first, part: text.part }, role)
  }
  return undefined
}

/** A span with the next sentence where it is short, cut at a word where it is long. */
function fitted(text: ReadText, { start, end }: Span): [number, number] {
  let to = end
  if (end - start < SHORT) {
    const next = sentencesOf(text).find((sentence) => sentence.start >= end)
    if (next !== undefined && next.end - start <= LONGEST && next.start - end < SHORT) to = next.end
  }
  return [start, to - start <= LONGEST ? to : lastWordEnd(text, start, start + LONGEST)]
}

/** The end of the last word that ends before `most`. */
function lastWordEnd(text: ReadText, start: number, most: number): number {
  const end = text.tokens.ends.findLast((at) => at > start && at <= most)
  // A word longer than a quote, or what is no word at all: not within a pair of surrogates.
  return end ?? (/[\uD800-\uDBFF]/u.test(text.text.charAt(most - 1)) ? most - 1 : most)
}

function trimmed(text: string, start: number, end: number): [number, number] {
  let from = start
  let to = Math.min(end, text.length)
  while (from < to && text.charAt(from).trim() === '') from++
  while (to > from && text.charAt(to - 1).trim() === '') to--
  return [from, to]
}
