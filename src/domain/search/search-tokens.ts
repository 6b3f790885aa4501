import { MetSpans } from './met-spans.ts'

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

const WORD = /^[\p{L}\p{N}\p{M}]$/u
const SPACELESS =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u
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
  forEachSpan(codesOf([text]), 0, text.length, (start, end, kinds) => {
    const token = tokenOf(text.slice(start, end), kinds)
    if (token === '') return
    units.push({ token, single: kinds === SINGLE, start, end, joined: start === last })
    last = end
  })
  return units
}

/** The UTF-16 units of texts, one behind another: they are read there several times as fast as in the texts. */
function codesOf(texts: readonly string[]): Uint16Array {
  const length = texts.reduce((sum, text) => sum + text.length, 0)
  const bytes = Buffer.allocUnsafeSlow(2 * length)
  let at = 0
  for (const text of texts) at += bytes.write(text, at, 'utf16le')
  if (IS_BIG_ENDIAN) bytes.swap16()
  return new Uint16Array(bytes.buffer)
}

const IS_BIG_ENDIAN = new Uint8Array(Uint16Array.of(1).buffer)[0] === 0

/** What a character is; 0: it was not met yet. */
const SEPARATOR = 1
/** A letter or digit of a word that is its own token. */
const PLAIN = 2
/** Another letter, digit or mark of a word. */
const LETTER = 4
/** The same of a script that is written without spaces. */
const SINGLE = 8

/** By code point. */
const KINDS = new Uint8Array(0x11_0000)

function kindOf(point: number): number {
  const known = KINDS[point] ?? 0
  if (known !== 0) return known
  const character = String.fromCodePoint(point)
  const ofWord = SPACELESS.test(character) ? SINGLE : ASCII.test(character) ? PLAIN : LETTER
  const kind = WORD.test(character) ? ofWord : SEPARATOR
  // Half of a pair is looked at again: what it is depends on the other half.
  if (!isHigh(point)) KINDS[point] = kind
  return kind
}

/** The code point that begins at a place; half of a pair alone is itself. */
function pointAt(codes: Uint16Array, at: number): number {
  const high = codes[at] ?? 0
  const low = codes[at + 1] ?? 0
  const isPair = isHigh(high) && low >= 0xdc00 && low <= 0xdfff
  return isPair ? 0x1_0000 + ((high - 0xd800) << 10) + (low - 0xdc00) : high
}

function isHigh(code: number): boolean {
  return code >= 0xd800 && code <= 0xdbff
}

/**
 * The words and single characters between two places, in order, each with the kinds of its characters and a hash
 * of its units.
 */
function forEachSpan(
  codes: Uint16Array,
  from: number,
  to: number,
  take: (start: number, end: number, kinds: number, hash: number) => void,
): void {
  let start = from
  let kinds = 0
  let hash = 0
  for (let at = from; at < to; at++) {
    const code = codes[at] ?? 0
    let kind = KINDS[code] ?? 0
    let width = 1
    let point = code
    if (kind === 0) {
      point = at + 1 < to ? pointAt(codes, at) : code
      kind = kindOf(point)
      if (point > 0xffff) width = 2
    }
    if ((kind & (PLAIN | LETTER)) !== 0) {
      kinds |= kind
      hash = hashed(hash, point)
    } else {
      if (kinds !== 0) take(start, at, kinds, hash)
      if (kind === SINGLE) take(at, at + width, SINGLE, point)
      start = at + width
      kinds = 0
      hash = 0
    }
    at += width - 1
  }
  if (kinds !== 0) take(start, to, kinds, hash)
}

/** The token of a span; '' where nothing is left of it. */
function tokenOf(span: string, kinds: number): string {
  return kinds === PLAIN ? cut(span) : foldWord(span)
}

function hashed(hash: number, point: number): number {
  return (Math.imul(hash, 31) + point) | 0
}

/**
 * What an index must hold of texts: their words, their single characters and, of scripts without spaces,
 * each pair of neighbours. Opaque tokens, each once, without order.
 */
export function indexTokens(texts: readonly string[]): Set<string> {
  const tokens = new Set<string>()
  const codes = codesOf(texts)
  const met = new MetSpans(codes)
  let offset = 0
  for (const text of texts) {
    // The single character before: where it ends, its hash and its token.
    let last = -1
    let before = 0
    let beforeToken = ''
    forEachSpan(codes, offset, offset + text.length, (start, end, kinds, hash) => {
      const isMet = met.meet(start, end, hash)
      if (isMet && kinds !== SINGLE) return
      const token = tokenOf(text.slice(start - offset, end - offset), kinds)
      if (!isMet && token !== '') tokens.add(token)
      if (kinds !== SINGLE) return
      const width = before > 0xffff ? 2 : 1
      if (last === start && !met.meet(start - width, end, hashed(before, hash))) {
        tokens.add(beforeToken + token)
      }
      last = end
      before = hash
      beforeToken = token
    })
    offset += text.length
  }
  return tokens
}

/** A word that was cut out of a text, without keeping the text alive. */
function alone(word: string): string {
  return Buffer.from(word, 'utf16le').toString('utf16le')
}
