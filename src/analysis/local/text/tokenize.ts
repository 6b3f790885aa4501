import { foldUnit, SKIP } from './fold.ts'
import { classOf, LETTER, LINE, SINGLE, STOP } from './unit-class.ts'

/** The words of a text with their places; parallel lists, one entry a word. */
export interface Tokens {
  /** Folded. */
  readonly words: readonly string[]
  /** UTF-16 spans in the text. */
  readonly starts: readonly number[]
  readonly ends: readonly number[]
  /** Number of the sentence that the word stands in. */
  readonly sentences: readonly number[]
}

const APOSTROPHE = 0x27
/** English endings that belong to their word: `can't` is one word, `j'ai` and `l'export` are two. */
const ENDINGS = new Set(['t', 's', 'm', 'd', 're', 'll', 've'])

/**
 * The words between two offsets. A sentence ends at its mark when white space follows, and at a line
 * end; a dot inside `track.wav` or `3.5` ends nothing. One pass, linear whatever the text.
 */
export function tokenize(text: string, from = 0, to = text.length): Tokens {
  const words: string[] = []
  const starts: number[] = []
  const ends: number[] = []
  const sentences: number[] = []
  let sentence = 0
  let open = false
  let i = from
  while (i < to) {
    const unit = text.charCodeAt(i)
    const kind = classOf(unit)
    if (kind === LETTER) {
      const end = wordEnd(text, i, to)
      words.push(foldRange(text, i, end))
      starts.push(i)
      ends.push(end)
      sentences.push(sentence)
      open = true
      i = end
      continue
    }
    if (kind === SINGLE) {
      words.push(String.fromCharCode(foldUnit(unit)))
      starts.push(i)
      ends.push(i + 1)
      sentences.push(sentence)
      open = true
    } else if (open && (kind === LINE || (kind === STOP && endsSentence(text, i, unit)))) {
      sentence++
      open = false
    }
    i++
  }
  return { words, starts, ends, sentences }
}

/** ASCII marks end a sentence only before white space or the end; the others always do. */
function endsSentence(text: string, at: number, unit: number): boolean {
  if (unit > 0x7f) return true
  const next = text.charCodeAt(at + 1)
  return (
    Number.isNaN(next) || next <= 0x20 || classOf(next) === STOP || next === 0x22 || next === 0x29
  )
}

function wordEnd(text: string, start: number, to: number): number {
  let i = start + 1
  while (i < to) {
    const unit = text.charCodeAt(i)
    if (classOf(unit) === LETTER || foldUnit(unit) === SKIP) {
      i++
      continue
    }
    if (foldUnit(unit) !== APOSTROPHE || !joinsEnding(text, i, to)) break
    i++
  }
  return i
}

/** Whether the apostrophe at `at` leads an English ending, or stands inside a Hebrew word. */
function joinsEnding(text: string, at: number, to: number): boolean {
  let end = at + 1
  while (end < to && end < at + 5 && classOf(text.charCodeAt(end)) === LETTER) end++
  if (end === at + 1) return false
  const next = text.charCodeAt(at + 1)
  if (next >= 0x5d0 && next <= 0x5ea) return true
  return ENDINGS.has(foldRange(text, at + 1, end))
}

/** The span folded, without apostrophes and marks. */
export function foldRange(text: string, start: number, end: number): string {
  let out = ''
  for (let i = start; i < end; i++) {
    const unit = foldUnit(text.charCodeAt(i))
    if (unit !== SKIP && unit !== APOSTROPHE) out += String.fromCharCode(unit)
  }
  return out
}
