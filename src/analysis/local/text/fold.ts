/**
 * Folding for matching: case, accents, compatibility forms and points are gone, and one UTF-16 unit
 * stays one unit, so that offsets in the folded text are offsets in the text.
 */

/** Folded units by unit; 0 means not computed yet. */
const FOLDED = new Uint16Array(65_536)
const MARK = /^\p{M}$/u
const ALL_MARKS = /\p{M}/gu

/** What a mark (an accent of its own, a Hebrew point, an Arabic vowel) folds to: it is skipped. */
export const SKIP = 1

const STRAIGHT = new Map([
  ['’', "'"],
  ['‘', "'"],
  ['ʼ', "'"],
  ['´', "'"],
  ['`', "'"],
  ['׳', "'"],
  ['״', '"'],
  ['“', '"'],
  ['”', '"'],
  ['„', '"'],
  ['‟', '"'],
])

/** One unit, folded; {@link SKIP} for what takes no part in a word. */
export function foldUnit(unit: number): number {
  if (unit > 0x40 && unit < 0x5b) return unit + 32
  if (unit < 0x80) return unit
  const known = FOLDED[unit] ?? 0
  if (known !== 0) return known
  const folded = computeFold(unit)
  FOLDED[unit] = folded
  return folded
}

function computeFold(unit: number): number {
  if (unit >= 0xd800 && unit <= 0xdfff) return unit
  const char = String.fromCharCode(unit)
  const straight = STRAIGHT.get(char)
  if (straight !== undefined) return straight.charCodeAt(0)
  // Soft hyphen, zero width marks and direction marks stand inside words at will.
  if (unit === 0xad || (unit >= 0x200b && unit <= 0x200f) || unit === 0xfeff) return SKIP
  if (unit >= 0x202a && unit <= 0x202e) return SKIP
  if (MARK.test(char)) return SKIP
  const base = char.normalize('NFKD').replace(ALL_MARKS, '').toLowerCase()
  if (base.length === 1) return base.charCodeAt(0)
  const lower = char.toLowerCase()
  return lower.length === 1 ? lower.charCodeAt(0) : unit
}
