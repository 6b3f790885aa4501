/** A word, or one character of a script that is written without spaces, as search sees it. */
export interface Unit {
  readonly token: string
  /** A character of a script without spaces; it also forms pairs with its neighbours. */
  readonly single: boolean
  /** UTF-16 span in the text it was read from. */
  readonly start: number
  readonly end: number
  /** Whether the unit follows the one before it with nothing between. */
  readonly joined: boolean
}

const RUN = /[\p{L}\p{N}\p{M}]+/gu
const PIECE =
  /([\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}])|((?:(?![\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}])[\p{L}\p{N}\p{M}])+)/gu
/** Latin, Greek and Cyrillic accents, Hebrew points, Arabic vowel marks: written or not at will. */
const FOLDED_MARKS =
  /[\u0300-\u036F\u0591-\u05BD\u05BF\u05C1\u05C2\u05C4\u05C5\u05C7\u064B-\u065F\u0670]/g
const ASCII = /^[a-z0-9]*$/
/** A longer token (encoded data, not a word) is known by its beginning. */
const MAX_TOKEN = 64

/** NFKC, case and accents folded: two spellings of one word give one token. */
export function foldWord(word: string): string {
  const lower = word.toLowerCase()
  const folded = ASCII.test(lower)
    ? lower
    : word
        .normalize('NFKD')
        .replace(FOLDED_MARKS, '')
        // By way of upper case, so that ß meets SS and the three sigmas are one; lower case before, as
        // the capital ẞ is its own upper case.
        .toLowerCase()
        .toUpperCase()
        .toLowerCase()
        .replaceAll('ς', 'σ')
        .replace(FOLDED_MARKS, '')
        .normalize('NFKC')
  return folded.length <= MAX_TOKEN ? folded : Array.from(folded).slice(0, MAX_TOKEN).join('')
}

/** The units of a text, in order. What is neither letter, digit nor mark separates them. */
export function unitsOf(text: string): Unit[] {
  const units: Unit[] = []
  let last = -1
  for (const run of text.matchAll(RUN)) {
    for (const piece of run[0].matchAll(PIECE)) {
      const token = foldWord(piece[0])
      if (token === '') continue
      const start = run.index + piece.index
      const end = start + piece[0].length
      units.push({ token, single: piece[1] !== undefined, start, end, joined: start === last })
      last = end
    }
  }
  return units
}

/**
 * What an index must hold of a text: its words, its single characters and, of scripts without spaces,
 * each pair of neighbours. Opaque tokens, each once, without order.
 */
export function indexTokens(texts: Iterable<string>): Set<string> {
  const tokens = new Set<string>()
  for (const text of texts) {
    let previous: Unit | undefined
    for (const unit of unitsOf(text)) {
      tokens.add(unit.token)
      if (previous?.single === true && unit.single && unit.joined) {
        tokens.add(previous.token + unit.token)
      }
      previous = unit
    }
  }
  return tokens
}
