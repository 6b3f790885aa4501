/**
 * Words of a text, as the table spells them: NFKC, lower case, without the points and marks of Hebrew and Arabic and
 * without invisible direction marks; letters only, an apostrophe or gershayim inside a word stays. Digits and signs
 * are no words. Time grows with the text. `tools/encoder/segment.py` has the same rules.
 */
export function splitWords(text: string): readonly string[] {
  const plain = text.normalize('NFKC').toLowerCase().replace(APOSTROPHE, "'").replace(DROPPED, '')
  return plain.match(WORD) ?? []
}

/** A word as units spell it: scripts that put spaces between words have `▁` before a beginning. */
export function asUnit(word: string): string {
  return SPACED_SCRIPT.test(word) ? `▁${word}` : word
}

const WORD = /[\p{L}\p{M}]+(?:['"׳״][\p{L}\p{M}]+)*/gu
const APOSTROPHE = /[’‘]/g
const DROPPED = /[\u0591-\u05c7\u064b-\u0652\u0640\u200b-\u200f\u202a-\u202e\u2066-\u2069]/g
const SPACED_SCRIPT = /^[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}]/u
