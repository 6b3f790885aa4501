/** What a UTF-16 unit is to the tokenizer. */
export const OTHER = 1
export const LETTER = 2
/** A letter of a script that is written without spaces: a word of its own. */
export const SINGLE = 3
/** Ends a sentence. */
export const STOP = 4
export const LINE = 5

const CLASSES = new Uint8Array(65_536)
const WORD = /^[\p{L}\p{N}]$/u
const ALONE =
  /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]$/u
const STOPS = new Set('.!?…。！？؟।;；'.split(''))

export function classOf(unit: number): number {
  const known = CLASSES[unit] ?? 0
  if (known !== 0) return known
  const found = computeClass(unit)
  CLASSES[unit] = found
  return found
}

function computeClass(unit: number): number {
  if (unit === 10 || unit === 13 || unit === 0x2028 || unit === 0x2029) return LINE
  const char = String.fromCharCode(unit)
  if (STOPS.has(char)) return STOP
  if (ALONE.test(char)) return SINGLE
  return WORD.test(char) ? LETTER : OTHER
}
