import { contentStems, isStopWord } from '../text/content-words.ts'
import type { ReadText, Turn } from '../text/read-thread.ts'
import type { Sentence } from '../text/sentences.ts'

/** The words of a turn that say its wish: UTF-16 units `start` to `end` of a text. */
export interface Phrase {
  readonly turn: Turn
  readonly text: ReadText
  readonly start: number
  readonly end: number
}

/** First words, by index in the text: greetings and politeness before them are no part of a wish. */
interface Openings {
  readonly opening: number
  /** Of the sentence before, where that asks too. */
  readonly before?: number
}

/** UTF-16 units of a phrase, and of one that is cut at a clause at least. */
const LONGEST = 140
const SHORTEST_CLAUSE = 50
/** A sentence of fewer words with matter leans on the one before it. */
const STANDS_ALONE = 2
/** A line that ends so goes on in the next. */
const GOES_ON = new Set(
  'a an the of to for with and or by in on at from as that is are de la el los las en con y un una le les du et der die das den von und mit של עם את על'.split(
    ' ',
  ),
)
/** What ends with the phrase: closing marks, and a sign that is spoken of. */
const CLOSING = /^(?:["'”’»`)\]}%€+*]{1,3}|[^\S\n]?["'`][^\s\p{L}]{1,8}["'`])/u

/**
 * The wish that sentence `n` says, made whole: with the sentence before where it leans on that, with the next line where
 * it goes on there; a long one is cut at a clause, else at a word that carries matter.
 */
export function wholePhrase(
  turn: Turn,
  sentences: readonly Sentence[],
  n: number,
  { opening, before }: Openings,
): Phrase | undefined {
  const sentence = sentences[n]
  if (sentence === undefined) return undefined
  const { text } = sentence
  const { words, starts, ends } = text.tokens
  let to = sentence.to
  const next = sentences[n + 1]
  if (next !== undefined && GOES_ON.has(words[to - 1] ?? '')) to = next.to
  let from = opening
  if (before !== undefined && contentStems(words.slice(opening, to)).length < STANDS_ALONE) {
    const isShort = (ends[to - 1] ?? 0) - (starts[before] ?? 0) <= LONGEST
    const carries = contentStems(words.slice(before, opening)).length >= STANDS_ALONE
    if (isShort && carries) from = before
  }
  if (contentStems(words.slice(from, to)).length === 0) return undefined
  const start = starts[from] ?? 0
  const last = ends[to - 1] ?? start
  const opened = openBracket(text.text, start, last)
  if (opened - start >= SHORTEST_CLAUSE) return { turn, text, start, end: opened }
  if (last - start > LONGEST) return { turn, text, start, end: cutEnd(text, from, to) }
  const closing = CLOSING.exec(text.text.slice(last, last + 16))?.[0] ?? ''
  return { turn, text, start, end: last + closing.length }
}

/** Where a bracket opens that does not close before `end`; -1 if none does. */
function openBracket(text: string, start: number, end: number): number {
  const at = text.lastIndexOf('(', end)
  const closes = text.slice(at, end + 1).includes(')')
  return at > start && !closes && end - start <= LONGEST ? text.slice(0, at).trimEnd().length : -1
}

/** Where a phrase of words `from` to `to` is cut. */
function cutEnd(
  { text, tokens: { words, starts, ends } }: ReadText,
  from: number,
  to: number,
): number {
  const start = starts[from] ?? 0
  let most = from + 1
  while (most < to && (ends[most] ?? 0) - start <= LONGEST) most++
  for (let at = most; at > from + 1; at--) {
    const end = ends[at - 1] ?? start
    if (end - start < SHORTEST_CLAUSE) break
    if (/[,;:(\n–—]/u.test(text.slice(end, starts[at] ?? end))) return end
  }
  let at = most
  while (at > from + 1 && isStopWord(words[at - 1] ?? '')) at--
  return Math.min(ends[at - 1] ?? start, start + LONGEST)
}

/** Its words, folded. */
export function wordsOf({ text: { tokens }, start, end }: Phrase): string[] {
  return tokens.words.filter((_, i) => {
    const at = tokens.starts[i] ?? 0
    return at >= start && at < end
  })
}
