import { keyOf, LONGEST, readTable } from './table-file.ts'
import type { NGramTable } from './table-file.ts'

/** What the n-grams of a text say. */
export interface NGramGuess {
  /** ISO 639-1. */
  readonly language: string
  /** Whether the text scores about as high as texts of that language do. */
  readonly isReliable: boolean
  /** How far its score is above that of the next language; 0 to 1. */
  readonly lead: number
}

/** Runs of what is no letter of the basic plane, but for an apostrophe before a letter. */
const SEPARATORS = /[[^\p{L}][\u{10000}-\u{10FFFF}]]+(?<!['`’])/gv
/** The score that the table has left out of each entry. */
const BASE = 53
/** Makes a mean score a number from 0 to 1. */
const SCALE = 25
/** Bytes behind which the next space ends the text, and behind which any character does. */
const CUT_AT_SPACE = 350
const CUT = 380
/** Bytes of a word that are looked at. */
const WORD = 70
const GRAM = 4
const STRIDE = 3
const SPACE = 0x20
/** N-grams below which nothing is reliable, and the share of a language's average that is. */
const FEWEST = 3
const RELIABLE = 0.75

let opened: NGramTable | undefined

/**
 * The language of a text by the n-grams of its words; undefined where none is known. The method and the n-grams are
 * those of ELD 2.1 (Nito T.M., https://github.com/nitotm/efficient-language-detector-js, Apache-2.0), its large set: a
 * language scores what the table gives it for each different n-gram of the text.
 */
export function detectByNGrams(text: string): NGramGuess | undefined {
  opened ??= readTable(new URL('table.bin', import.meta.url))
  const { languages, averages, entryLanguages, entryScores, starts } = opened
  const grams = gramsOf(cut(Buffer.from(text.replace(SEPARATORS, ' ').trim().toLowerCase())))
  const scores = languages.map(() => 0)
  for (const gram of grams) {
    const k = typeof gram === 'string' ? -1 : indexOf(gram, opened.keys)
    if (k < 0) continue
    const end = starts[k + 1] ?? 0
    for (let entry = starts[k] ?? end; entry < end; entry++) {
      const language = entryLanguages[entry] ?? 0
      scores[language] = (scores[language] ?? 0) + (entryScores[entry] ?? 0) + BASE
    }
  }
  const most = Math.max(...scores)
  const index = scores.indexOf(most)
  const language = languages[index]
  if (most === 0 || language === undefined) return undefined
  const scaled = (score: number) => score / grams.size / (score / grams.size + SCALE)
  const second = Math.max(...scores.filter((_, other) => other !== index))
  return {
    language,
    isReliable: grams.size >= FEWEST && scaled(most) >= (averages[index] ?? 0) * RELIABLE,
    lead: scaled(most) - scaled(second),
  }
}

/** The different n-grams: as keys, or as text where one is longer than any in the table. */
function gramsOf(bytes: Buffer): ReadonlySet<number | string> {
  const grams = new Set<number | string>()
  for (let start = 0; start < bytes.length;) {
    const space = bytes.indexOf(SPACE, start)
    const end = space < 0 ? bytes.length : space
    if (end > start) addGrams(bytes.subarray(start, end), grams)
    start = end + 1
  }
  return grams
}

/** Four bytes at a stride of three, then the last four; a space stands for the edge of the word. */
function addGrams(word: Buffer, grams: Set<number | string>): void {
  const length = Math.min(word.length, WORD)
  let at = 0
  for (; at + GRAM < length; at += STRIDE) {
    const gram = word.subarray(at, at + GRAM)
    grams.add(keyOf(at === 0 ? [SPACE, ...gram] : gram))
  }
  const last = word.subarray(length === GRAM - 1 ? 0 : Math.max(0, length - GRAM))
  const gram = at === 0 ? [SPACE, ...last, SPACE] : [...last, SPACE]
  grams.add(gram.length > LONGEST ? gram.join() : keyOf(gram))
}

/** Its beginning, up to the end of a word or, where that is far, of a character. */
function cut(bytes: Buffer): Buffer {
  const space = bytes.indexOf(SPACE, CUT_AT_SPACE + 1)
  let end = CUT + 1
  while (end < bytes.length && ((bytes[end] ?? 0) & 0xc0) === 0x80) end++
  return bytes.subarray(0, space < 0 ? end : Math.min(space, end))
}

/** By halves; -1: it is not there. */
function indexOf(key: number, keys: Float64Array): number {
  let from = 0
  let to = keys.length
  while (from < to) {
    const middle = (from + to) >>> 1
    if ((keys[middle] ?? 0) < key) from = middle + 1
    else to = middle
  }
  return keys[from] === key ? from : -1
}
