/** A word that is longer is cut all the same: UTF-16 units. */
const LONGEST_WORD = 60

/**
 * The beginning of a text, ended between two words. A piece of a word would stay in a model when its thread is erased,
 * as what only that thread had is looked for by whole words.
 *
 * @param most UTF-16 units
 */
export function headOf(text: string, most: number): string {
  if (text.length <= most) return text
  for (let at = most; at > 0 && at > most - LONGEST_WORD; at--) {
    if (isSpace(text, at)) return text.slice(0, at)
  }
  return text.slice(0, most)
}

/** The end of a text, begun between two words likewise. */
export function tailOf(text: string, most: number): string {
  if (text.length <= most) return text
  const from = text.length - most
  for (let at = from; at < text.length && at < from + LONGEST_WORD; at++) {
    if (isSpace(text, at - 1)) return text.slice(at)
  }
  return text.slice(from)
}

function isSpace(text: string, at: number): boolean {
  return /\s/.test(text.charAt(at))
}
