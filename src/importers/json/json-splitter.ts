import { isUtf8 } from 'node:buffer'
import type { JsonValue } from '../../domain/values/json.ts'
import { HeldBytes } from './held-bytes.ts'
import { JsonNotes } from './json-notes.ts'
import { parseJson } from './parse-json.ts'
import { closingQuote, NOT_JSON, ValueScanner } from './value-scanner.ts'

const QUOTE = 0x22
const COMMA = 0x2c
const COLON = 0x3a
const OPEN_BRACKET = 0x5b
const CLOSE_BRACKET = 0x5d
const OPEN_BRACE = 0x7b
const CLOSE_BRACE = 0x7d
const NEWLINE = 0x0a

/** One value of the list that is read, or bytes in its place that are none. */
export interface JsonPiece {
  readonly offset: number
  readonly length: number
  /** 1-based. */
  readonly line: number
  readonly value?: JsonValue
  /** What is wrong with it, where it is no value. */
  readonly problem?: string
}

/** What the splitter must know to go on in the middle of a file; JSON. */
export interface SplitterState {
  readonly inArray: boolean
  readonly line: number
  /** How many objects around the list are open; absent: none. */
  readonly level?: number
}

/** Bytes of one value that are held; a longer one is passed over, and told. Its words are some GB in the search. */
const MOST_BYTES = 112 * 1024 * 1024
/** Bytes of a number or a word; longer is neither. */
const MOST_WORD_BYTES = 1024 * 1024
/** White space before a value on its line, beyond which lines are not compared. */
const MOST_INDENT = 64

const NOT_UTF8 = 'not UTF-8; save the file as UTF-8 and import it again'
const TOO_LONG = `longer than the ${MOST_BYTES / 1024 / 1024} MB that one value may have`

/**
 * Splits JSON into the values of its list while it streams by, and parses each: an array, one value a
 * line, values one after another, a single value, or a list within an object (`list`, the names on the way
 * to it). Reads every byte once, or twice behind a broken value, and holds one unfinished value at the most.
 *
 * A value that fits on its line is cut at the line's end; others are scanned by {@link ValueScanner},
 * which says where a broken one ends. The pieces depend on the bytes alone, not on the chunks.
 */
export class JsonSplitter {
  readonly #held = new HeldBytes()
  readonly #list: readonly string[]
  readonly #notes = new JsonNotes()
  #offset: number
  #line: number
  #inArray: boolean
  /** Objects around the list that are open. */
  #level: number
  /** The member around the list whose value comes. */
  #member: string | undefined
  #scanner: ValueScanner | undefined
  /** Bytes of the unfinished value that were let go of, as it is too long. */
  #passed = 0
  /** How much of the held bytes was looked at for the unfinished value. */
  #scanned = 0
  #isWord = false
  /** White space since the last line end; undefined: something else, or too much. */
  #indent: string | undefined = ''
  #isLines = false
  /** Before this offset a value must end on its line. */
  #strictBefore = 0
  /** Offsets: the next line end, how far one was searched for, and the one whose line is no value. */
  #newline = -1
  #searched = 0
  #tried = -1

  constructor(
    offset = 0,
    state: SplitterState = { inArray: false, line: 1 },
    list: readonly string[] = [],
  ) {
    this.#offset = offset
    this.#line = state.line
    this.#inArray = state.inArray
    this.#level = state.level ?? 0
    this.#list = list
  }

  /** Before this offset nothing is left to read. */
  get position(): { readonly offset: number; readonly state: SplitterState } {
    const level = this.#level === 0 ? {} : { level: this.#level }
    return { offset: this.#offset, state: { inArray: this.#inArray, line: this.#line, ...level } }
  }

  /** What the reader should know of the values so far. */
  notes(): string[] {
    return this.#notes.texts()
  }

  /** The values that are whole after these bytes. To be taken before more bytes come. */
  *push(chunk: Uint8Array): Generator<JsonPiece> {
    this.#held.add(chunk)
    yield* this.#take(false)
  }

  /** What is left when the file ends. */
  *end(): Generator<JsonPiece> {
    yield* this.#take(true)
  }

  *#take(atEnd: boolean): Generator<JsonPiece> {
    for (;;) {
      if (this.#scanner === undefined && !this.#isWord) {
        this.#skipBetween()
        const view = this.#held.view
        if (view.length === 0) break
        if (this.#level > 0 && !this.#inArray && this.#member === undefined) {
          if (!this.#readName(view, atEnd)) break
          continue
        }
        if (this.#enters(view)) continue
        const whole = this.#valueOnLine(view, atEnd)
        if (whole !== undefined) {
          yield whole
          continue
        }
        this.#begin(view)
      }
      const piece = this.#isWord ? this.#endOfWord(atEnd) : this.#endOfValue(atEnd)
      if (piece === undefined) break
      if (this.#member === undefined || piece.problem !== undefined) yield piece
      else this.#notes.passOver(this.#member)
      this.#member = undefined
    }
  }

  /** Skips white space, commas, and the brackets around the list. */
  #skipBetween(): void {
    const view = this.#held.view
    let at = 0
    for (; at < view.length; at++) {
      const byte = view[at]
      const isName = this.#level > 0 && !this.#inArray && this.#member === undefined
      if (byte === NEWLINE) {
        this.#line++
        this.#indent = ''
      } else if (byte === 0x20 || byte === 0x09) {
        const indent = this.#indent ?? ''
        this.#indent = indent.length < MOST_INDENT ? indent + String.fromCharCode(byte) : undefined
      } else if (byte === OPEN_BRACKET && !this.#inArray && this.#level === 0) this.#inArray = true
      else if (byte === CLOSE_BRACKET && this.#inArray) this.#inArray = false
      else if (byte === CLOSE_BRACE && isName) this.#level--
      else if (!isFiller(byte)) break
    }
    this.#drop(at)
  }

  #drop(length: number): void {
    this.#held.drop(length)
    this.#offset += length
  }

  /** Goes into an object on the way to the list. */
  #enters(view: Buffer): boolean {
    if (this.#inArray || this.#level >= this.#list.length) return false
    if (this.#level > 0 && this.#member !== this.#list[this.#level - 1]) return false
    if (view[0] !== OPEN_BRACE) return false
    this.#level++
    this.#member = undefined
    this.#drop(1)
    return true
  }

  /** The name of a member beside or around the list. @returns false: more bytes are needed */
  #readName(view: Buffer, atEnd: boolean): boolean {
    const quote = view[0] === QUOTE ? closingQuote(view, 1) : 0
    let at = quote + 1
    while (isBlank(view[at]) || view[at] === COLON) at++
    const isWhole = quote !== -1 && at < view.length
    if (!isWhole && !atEnd && view.length < MOST_WORD_BYTES) return false
    if (!isWhole || quote === 0) {
      // No member: what comes is looked at as if it stood alone.
      this.#level = 0
      return true
    }
    const name = nameOf(view.toString('utf8', 0, quote + 1))
    const isList = name === this.#list[this.#level - 1] && this.#level === this.#list.length
    this.#line += countNewlines(view, at)
    if (isList && view[at] === OPEN_BRACKET) {
      this.#inArray = true
      at++
    } else this.#member = name
    this.#drop(at)
    return true
  }

  /** The fast way: an object that ends where its line ends. */
  #valueOnLine(view: Buffer, atEnd: boolean): JsonPiece | undefined {
    if (view[0] !== OPEN_BRACE || this.#member !== undefined) return undefined
    const newline = this.#nextNewline(view)
    const lineEnd = newline === -1 ? Infinity : this.#offset + newline
    if ((newline === -1 && !atEnd) || this.#tried === lineEnd) return undefined
    let end = newline === -1 ? view.length : newline
    while (isBlank(view[end - 1]) || view[end - 1] === COMMA) end--
    const isTried = view[end - 1] !== CLOSE_BRACE || end > MOST_BYTES
    const piece = isTried ? undefined : this.#parsed(view, end)
    // Several values on one line, or one over many: the structure will tell.
    if (piece === undefined || piece.problem === NOT_JSON) {
      this.#tried = lineEnd
      return undefined
    }
    this.#isLines ||= this.#indent !== undefined
    this.#indent = undefined
    this.#drop(end)
    return piece
  }

  /** The first line end at or behind a place, each byte looked at once. */
  #nextNewline(view: Buffer, place = 0): number {
    if (this.#newline < this.#offset + place) {
      const from = Math.max(place, this.#searched - this.#offset)
      const found = view.indexOf(NEWLINE, from)
      this.#newline = found === -1 ? -1 : this.#offset + found
      this.#searched = this.#offset + (found === -1 ? view.length : found)
    }
    return this.#newline === -1 ? -1 : this.#newline - this.#offset
  }

  #begin(view: Buffer): void {
    this.#scanned = 0
    this.#passed = 0
    const first = view[0]
    if (first !== OPEN_BRACE && first !== OPEN_BRACKET && first !== QUOTE) {
      this.#isWord = true
      return
    }
    this.#scanner = new ValueScanner({
      indent: this.#indent,
      offset: this.#offset,
      strictBefore: this.#strictBefore,
      isLines: this.#isLines || !this.#inArray,
    })
  }

  /** The sure way: to the bracket that closes what the first byte opened. */
  #endOfValue(atEnd: boolean): JsonPiece | undefined {
    const scanner = this.#scanner
    if (scanner === undefined) return undefined
    const view = this.#held.view
    this.#scanned = scanner.scan(view, this.#scanned, this.#nextNewline(view, this.#scanned))
    if (atEnd) scanner.finish()
    const { end } = scanner
    if (end === undefined) {
      if (this.#passed + view.length > MOST_BYTES) this.#pass(view.length)
      return undefined
    }
    this.#scanner = undefined
    const isLong = end > MOST_BYTES
    let piece = isLong || scanner.problem !== undefined ? undefined : this.#parsed(view, end)
    if (piece?.problem === NOT_JSON && scanner.refuse()) piece = undefined
    const length = scanner.end ?? end
    if (piece === undefined) {
      const problem = isLong ? TOO_LONG : (scanner.problem ?? NOT_JSON)
      const trimmed = this.#passed > 0 ? length : trimmedEnd(view, length)
      piece = { offset: this.#offset - this.#passed, line: this.#line, length: trimmed, problem }
      // Values behind a broken one that were looked at already end on their lines.
      const seen = this.#offset - this.#passed + scanner.seen
      if (scanner.isCutAtLine) this.#strictBefore = Math.max(this.#strictBefore, seen)
    } else if (scanner.newlines === 0) this.#isLines ||= this.#indent !== undefined
    this.#endPiece(length - this.#passed, scanner.newlines, scanner.isCutAtLine)
    return piece
  }

  #pass(length: number): void {
    this.#passed += length
    this.#scanned = 0
    this.#drop(length)
  }

  #endPiece(length: number, newlines: number, isAtLine: boolean): void {
    this.#line += newlines
    this.#indent = isAtLine ? '' : undefined
    this.#drop(length)
  }

  /** A number, a word, or what is no JSON at all. */
  #endOfWord(atEnd: boolean): JsonPiece | undefined {
    const view = this.#held.view
    let at = this.#scanned
    for (; at < view.length; at++) {
      const byte = view[at]
      if (byte === NEWLINE || (this.#inArray && (byte === COMMA || byte === CLOSE_BRACKET))) break
      if (this.#member !== undefined && (byte === COMMA || byte === CLOSE_BRACE)) break
    }
    this.#scanned = at
    if (at === view.length && !atEnd) {
      if (this.#passed + at > MOST_WORD_BYTES) this.#pass(at)
      return undefined
    }
    this.#isWord = false
    const end = trimmedEnd(view, at)
    const offset = this.#offset - this.#passed
    const isLong = this.#passed + end > MOST_WORD_BYTES
    const piece = isLong
      ? { offset, line: this.#line, length: this.#passed + end, problem: NOT_JSON }
      : this.#parsed(view, end)
    this.#endPiece(at, 0, false)
    return piece
  }

  #parsed(view: Buffer, end: number): JsonPiece {
    const place = { offset: this.#offset, length: end, line: this.#line }
    const bytes = view.subarray(0, end)
    if (!isUtf8(bytes)) return { ...place, problem: NOT_UTF8 }
    try {
      const parsed = parseJson(bytes.toString())
      if (this.#member === undefined) this.#notes.see(parsed, this.#line)
      return { ...place, value: parsed.value }
    } catch (error) {
      if (error instanceof SyntaxError) return { ...place, problem: NOT_JSON }
      throw error
    }
  }
}

/** A name without its escapes; as it is written, where they are none. */
function nameOf(text: string): string {
  try {
    return String(JSON.parse(text))
  } catch (error) {
    if (error instanceof SyntaxError) return text.slice(1, -1)
    throw error
  }
}

function trimmedEnd(view: Buffer, from: number): number {
  let end = from
  while (end > 1 && (isBlank(view[end - 1]) || [NEWLINE, COMMA].includes(view[end - 1] ?? 0))) end--
  return end
}

function countNewlines(view: Buffer, to: number): number {
  const bytes = view.subarray(0, to)
  let lines = 0
  for (let at = bytes.indexOf(NEWLINE); at !== -1; at = bytes.indexOf(NEWLINE, at + 1)) lines++
  return lines
}

/** What may stand between values: commas, returns, the record separator of RFC 7464, a byte order mark. */
function isFiller(byte: number | undefined): boolean {
  return byte !== undefined && [COMMA, 0x0d, 0x1e, 0xef, 0xbb, 0xbf].includes(byte)
}

function isBlank(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x09 || byte === 0x0d
}
