import type { ReadText } from './read-thread.ts'

/** One sentence of a text: words `from` to `to` (exclusive), UTF-16 units `start` to `end`. */
export interface Sentence {
  readonly text: ReadText
  readonly from: number
  readonly to: number
  readonly start: number
  readonly end: number
  /** All of it stands in code, a quotation or lyrics. */
  readonly apart: boolean
}

const END_MARK = /[.!?…。！？]/u

/** The sentences of what was read of a text, in order, each with its end marks. */
export function sentencesOf(text: ReadText): Sentence[] {
  const { starts, ends, sentences } = text.tokens
  const found: Sentence[] = []
  let from = 0
  while (from < sentences.length) {
    let to = from + 1
    let apart = text.apart[from] === true
    while (to < sentences.length && sentences[to] === sentences[from]) {
      apart &&= text.apart[to] === true
      to++
    }
    const last = ends[to - 1] ?? 0
    found.push({ text, from, to, start: starts[from] ?? 0, end: withMarks(text.text, last), apart })
    from = to
  }
  return found
}

function withMarks(text: string, end: number): number {
  let to = end
  while (to < end + 3 && END_MARK.test(text.charAt(to))) to++
  return to
}

export function textOf({ text, start, end }: Pick<Sentence, 'text' | 'start' | 'end'>): string {
  return text.text.slice(start, end)
}
