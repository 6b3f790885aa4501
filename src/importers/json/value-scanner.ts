const QUOTE = 0x22
const COMMA = 0x2c
const COLON = 0x3a
const BACKSLASH = 0x5c
const OPEN_BRACKET = 0x5b
const CLOSE_BRACKET = 0x5d
const OPEN_BRACE = 0x7b
const CLOSE_BRACE = 0x7d
const NEWLINE = 0x0a

/** What may stand next; what else stands there gives a broken value away. */
type Expected = 'value' | 'name' | 'colon' | 'comma'

export const NOT_JSON = 'not JSON'
const OPEN_TEXT = 'a text that does not end on its line'
const OPEN_LINE = 'a value that does not end on its line'

/** What a scanner must know of the place of the value it scans. */
export interface ScannedPlace {
  /** The white space before the value on its line; undefined: no line begins another value. */
  readonly indent: string | undefined
  /** Before this offset a value must end on its line: it was found out that others did not. */
  readonly strictBefore: number
  readonly offset: number
  /** Whether the file is known to hold a value a line, so that a later line is none of this value. */
  readonly isLines: boolean
}

/**
 * Finds the end of one array, object or text, of any length and depth, while its bytes come in chunks.
 * Each byte is looked at once.
 *
 * A broken value ends where its brackets pair, unless a line before that begins like the value's own
 * line does, with a brace: there the next value begins. So an unclosed brace or quote costs its line.
 */
export class ValueScanner {
  /** Bytes of the value, once it has ended. */
  end: number | undefined
  /** What is wrong with it, as far as its structure tells. */
  problem: string | undefined
  /** Line ends in the value, once it has ended. */
  newlines = 0
  /** Whether it has ended where a line begins, being broken. */
  isCutAtLine = false
  /** Where the next value begins if this one is broken, and the line ends before that. */
  #restart: { readonly at: number; readonly newlines: number } | undefined
  readonly #place: ScannedPlace
  /** Of each open bracket, whether it is an object's. */
  #open = new Uint8Array(32)
  #depth = 0
  #expected: Expected = 'value'
  #isText = false
  /** Whether the next character of the text is escaped. */
  #isEscaped = false
  /** Bytes of the value that were looked at. */
  #seen = 0
  /** How much of the beginning of a line was met, while that is undecided. */
  #line: number | undefined
  #hasComma = false
  /** The first line end at or behind where the scan is, in the bytes at hand; -1 there is none. */
  #nextNewline = -1

  constructor(place: ScannedPlace) {
    this.#place = place
  }

  /**
   * @param newline the first line end at or behind `from`; -1: there is none
   * @returns the place behind the last byte that was looked at
   */
  scan(bytes: Buffer, from: number, newline: number): number {
    let at = from
    const base = this.#seen - from
    this.#nextNewline = newline
    while (at < bytes.length && this.end === undefined) {
      if (this.#line !== undefined) {
        this.#beginLine(bytes[at], base + at)
        if (this.end !== undefined) break
        if (this.#line !== undefined && this.#isText) {
          at++
          continue
        }
      }
      at = this.#isText ? this.#text(bytes, at, base) : this.#mark(bytes[at] ?? 0, at, base)
    }
    this.#seen = base + at
    return at
  }

  /** The value's bytes are all there are. */
  finish(): void {
    if (this.end !== undefined) return
    // Where lines are values, the rest of them is not lost with one that was never closed.
    if (this.#restart !== undefined && this.#place.isLines) this.#break(OPEN_LINE)
    this.end ??= this.#seen
    this.problem ??= 'cut short by the end of the file'
  }

  /** The value is none after all. @returns whether another begins within */
  refuse(): boolean {
    if (this.#restart === undefined) return false
    this.end = undefined
    this.#break(NOT_JSON)
    return true
  }

  /** How many bytes were looked at. */
  get seen(): number {
    return this.#seen
  }

  #mark(byte: number, at: number, base: number): number {
    switch (byte) {
      case QUOTE:
        if (this.#expected === 'comma' || this.#expected === 'colon') this.#break(NOT_JSON)
        this.#isText = true
        break
      case OPEN_BRACE:
      case OPEN_BRACKET:
        if (this.#expected !== 'value') this.#break(NOT_JSON)
        if (this.end === undefined) this.#push(byte === OPEN_BRACE)
        break
      case CLOSE_BRACE:
      case CLOSE_BRACKET:
        if ((this.#open[this.#depth - 1] === 1) !== (byte === CLOSE_BRACE)) this.#break(NOT_JSON)
        this.#depth--
        this.#expected = 'comma'
        if (this.#depth === 0) this.end ??= base + at + 1
        break
      case COMMA:
        this.#expected = this.#open[this.#depth - 1] === 1 ? 'name' : 'value'
        break
      case COLON:
        this.#expected = 'value'
        break
      case NEWLINE:
        this.#newline(base + at)
        break
      case 0x20:
      case 0x09:
      case 0x0d:
        break
      default:
        // A number or a word, or part of one; whether it is one, the parser tells.
        if (this.#expected === 'value') this.#expected = 'comma'
    }
    return at + 1
  }

  /** To the end of the text, of a line in it, or of the bytes. */
  #text(bytes: Buffer, from: number, base: number): number {
    let at = from
    if (this.#isEscaped) {
      this.#isEscaped = false
      if (bytes[at] !== NEWLINE) at++
    }
    // Searched for only once passed: a file without line ends is not searched again for each text.
    if (this.#nextNewline !== -1 && this.#nextNewline < at) {
      this.#nextNewline = bytes.indexOf(NEWLINE, at)
    }
    const newline = this.#nextNewline
    const quote = closingQuote(newline === -1 ? bytes : bytes.subarray(0, newline), at)
    if (quote === -1 && newline !== -1) {
      this.#break(OPEN_TEXT)
      if (this.end === undefined) this.#newline(base + newline)
      return newline + 1
    }
    if (quote === -1) {
      this.#isEscaped = slashesBefore(bytes, bytes.length, at) % 2 === 1
      return bytes.length
    }
    this.#isText = false
    this.#expected = this.#expected === 'name' ? 'colon' : 'comma'
    if (this.#depth === 0) this.end = base + quote + 1
    return quote + 1
  }

  #push(isObject: boolean): void {
    if (this.#depth === this.#open.length) {
      const open = new Uint8Array(this.#open.length * 2)
      open.set(this.#open)
      this.#open = open
    }
    this.#open[this.#depth++] = isObject ? 1 : 0
    this.#expected = isObject ? 'name' : 'value'
  }

  #newline(place: number): void {
    this.newlines++
    if (this.#place.offset + place < this.#place.strictBefore) this.#break(OPEN_LINE)
    this.#line = this.#restart === undefined && this.#place.indent !== undefined ? 0 : undefined
    this.#hasComma = false
  }

  /** Looks at one byte of the beginning of a line: indentation, perhaps a comma, a brace. */
  #beginLine(byte: number | undefined, place: number): void {
    const { indent = '' } = this.#place
    const met = this.#line ?? 0
    if (met < indent.length) {
      this.#line = byte === indent.charCodeAt(met) ? met + 1 : undefined
    } else if (byte === COMMA && !this.#hasComma) {
      this.#hasComma = true
    } else {
      this.#line = undefined
      if (byte !== OPEN_BRACE) return
      const at = place - (this.#hasComma ? 1 : 0) - indent.length
      this.#restart = { at, newlines: this.newlines }
      if (this.problem !== undefined) this.#break(this.problem)
    }
  }

  #break(problem: string): void {
    this.problem ??= problem
    if (this.#restart === undefined || this.end !== undefined) return
    this.end = this.#restart.at
    this.isCutAtLine = true
    this.newlines = this.#restart.newlines
  }
}

/** The place of the quote that closes a text, its beginning at or before `from`; -1: it goes on. */
export function closingQuote(bytes: Buffer, from: number): number {
  let at = bytes.indexOf(QUOTE, from)
  while (at !== -1 && slashesBefore(bytes, at, from) % 2 === 1) at = bytes.indexOf(QUOTE, at + 1)
  return at
}

/** How many backslashes stand right before a place. */
export function slashesBefore(bytes: Buffer, at: number, least: number): number {
  let slashes = 0
  while (at - slashes > least && bytes[at - slashes - 1] === BACKSLASH) slashes++
  return slashes
}
