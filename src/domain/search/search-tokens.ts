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

/** Runs of letters, digits and marks. */
const RUN = /[\p{L}\p{N}\p{M}]+/gu
const SPACELESS =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u
/** A character of a script without spaces, or a longest stretch of others. */
const PIECE =
  /([\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}])|((?:(?![\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}])[\p{L}\p{N}\p{M}])+)/gu
/** Latin, Greek and Cyrillic accents, Hebrew points, Arabic vowel marks: written or not at will. */
const FOLDED_MARKS =
  /[\u0300-\u036F\u0591-\u05BD\u05BF\u05C1\u05C2\u05C4\u05C5\u05C7\u064B-\u065F\u0670]/g
const ASCII = /^[a-z0-9]*$/
/** A longer token (encoded data, not a word) is known by its beginning. */
const MAX_TOKEN = 64

/** Words that were folded lately: most of a text is made of few. Emptied when full. */
const FOLDED = new Map<string, string>()
const MOST_FOLDED = 50_000

/** NFKC, case and accents folded: two spellings of one word give one token. */
export function foldWord(word: string): string {
  const lower = word.toLowerCase()
  if (ASCII.test(lower)) return cut(lower)
  const known = FOLDED.get(word)
  if (known !== undefined) return known
  const folded = cut(
    word
      .normalize('NFKD')
      .replace(FOLDED_MARKS, '')
      // By way of upper case, so that ß meets SS and the three sigmas are one; lower case before, as
      // the capital ẞ is its own upper case.
      .toLowerCase()
      .toUpperCase()
      .toLowerCase()
      .replaceAll('ς', 'σ')
      .replace(FOLDED_MARKS, '')
      .normalize('NFKC'),
  )
  if (FOLDED.size >= MOST_FOLDED) FOLDED.clear()
  if (word.length <= MAX_TOKEN) FOLDED.set(alone(word), folded)
  return folded
}

function cut(token: string): string {
  return token.length <= MAX_TOKEN ? token : Array.from(token).slice(0, MAX_TOKEN).join('')
}

/** The units of a text, in order. What is neither letter, digit nor mark separates them. */
export function unitsOf(text: string): Unit[] {
  const units: Unit[] = []
  let last = -1
  const take = (token: string, start: number, end: number, single: boolean) => {
    if (token === '') return
    units.push({ token, single, start, end, joined: start === last })
    last = end
  }
  forEachStretch(text, (start, end, isPlain) => {
    if (isPlain) take(cut(text.slice(start, end).toLowerCase()), start, end, false)
    else takeRuns(text.slice(start, end), start, take)
  })
  return units
}

/**
 * The stretches of a text between ASCII that is neither letter nor digit. ASCII, which is most of most texts,
 * needs no expression: a plain stretch is a word.
 */
function forEachStretch(
  text: string,
  take: (start: number, end: number, isPlain: boolean, isLower: boolean) => void,
): void {
  for (let at = 0; at < text.length;) {
    const start = at
    let isPlain = true
    let isLower = true
    for (; at < text.length; at++) {
      const code = text.charCodeAt(at)
      if (code >= 0x80) isPlain = false
      else if (!isAsciiWord(code)) break
      else if (code < 0x5b && code > 0x40) isLower = false
    }
    if (at === start) at++
    else take(start, at, isPlain, isLower)
  }
}

function isAsciiWord(code: number): boolean {
  return (
    (code >= 0x61 && code <= 0x7a) ||
    (code >= 0x41 && code <= 0x5a) ||
    (code >= 0x30 && code <= 0x39)
  )
}

/** A stretch with more than ASCII in it: its punctuation separates too. */
function takeRuns(
  stretch: string,
  offset: number,
  take: (token: string, start: number, end: number, single: boolean) => void,
): void {
  for (const run of stretch.matchAll(RUN)) {
    const start = offset + run.index
    if (!SPACELESS.test(run[0])) {
      take(foldWord(run[0]), start, start + run[0].length, false)
      continue
    }
    for (const piece of run[0].matchAll(PIECE)) {
      const from = start + piece.index
      take(foldWord(piece[0]), from, from + piece[0].length, piece[1] !== undefined)
    }
  }
}

/**
 * What an index must hold of a text: its words, its single characters and, of scripts without spaces,
 * each pair of neighbours. Opaque tokens, each once, without order.
 */
export function indexTokens(texts: Iterable<string>): Set<string> {
  const tokens = new Set<string>()
  for (const text of texts) {
    forEachStretch(text, (start, end, isPlain, isLower) => {
      const stretch = text.slice(start, end)
      if (isPlain) tokens.add(cut(isLower ? stretch : stretch.toLowerCase()))
      else for (const token of tokensOf(stretch)) tokens.add(token)
    })
  }
  return tokens
}

/** The tokens of stretches that were met lately. Emptied when full. */
const KNOWN = new Map<string, readonly string[]>()
const MOST_KNOWN = 50_000

/** The tokens of a stretch with more than ASCII in it. Neighbours are joined, so they never lie in two. */
function tokensOf(stretch: string): readonly string[] {
  const known = KNOWN.get(stretch)
  if (known !== undefined) return known
  const tokens: string[] = []
  let previous: Unit | undefined
  const own = alone(stretch)
  for (const unit of unitsOf(own)) {
    tokens.push(unit.token)
    if (previous?.single === true && unit.single && unit.joined) {
      tokens.push(previous.token + unit.token)
    }
    previous = unit
  }
  if (stretch.length > MAX_TOKEN) return tokens
  if (KNOWN.size >= MOST_KNOWN) KNOWN.clear()
  KNOWN.set(own, tokens)
  return tokens
}

/** A word that was cut out of a text, without keeping the text alive. */
function alone(word: string): string {
  return Buffer.from(word, 'utf16le').toString('utf16le')
}
