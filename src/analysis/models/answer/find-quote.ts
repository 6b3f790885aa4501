import type { Span } from '../redaction/redacted.ts'

/** White space as it may differ between a text and a quote of it. */
const SPACE = /\s/u

/**
 * Where a quote stands in a text: word for word, else where white space alone differs.
 * @returns the span at the end of the text where it stands there, else the first; undefined where it stands nowhere
 */
export function findQuote(text: string, quote: string): Span | undefined {
  const words = quote.trim()
  if (words === '') return undefined
  const at = placeIn(text, words)
  if (at !== -1) return { start: at, end: at + words.length }
  return findFolded(text, words)
}

function findFolded(text: string, quote: string): Span | undefined {
  const { folded, places } = fold(text)
  const wanted = fold(quote).folded
  const at = placeIn(folded, wanted)
  if (at === -1) return undefined
  const last = places[at + wanted.length - 1]
  const start = places[at]
  return start === undefined || last === undefined ? undefined : { start, end: last + 1 }
}

/** Words that end a text may stand before, too, and a cut is proved by its end. */
function placeIn(text: string, words: string): number {
  const whole = text.trimEnd()
  return whole.endsWith(words) ? whole.length - words.length : text.indexOf(words)
}

/** A text with one space for each run of white space, and where each of its units stands in the text. */
function fold(text: string): { folded: string; places: number[] } {
  let folded = ''
  const places: number[] = []
  let inSpace = false
  for (let at = 0; at < text.length; at++) {
    const unit = text.charAt(at)
    const isSpace = SPACE.test(unit)
    if (!(isSpace && inSpace)) {
      folded += isSpace ? ' ' : unit
      places.push(at)
    }
    inSpace = isSpace
  }
  return { folded, places }
}
