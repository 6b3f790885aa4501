import { isUtf8 } from 'node:buffer'
import type { JsonValue } from '../../domain/values/json.ts'
import { parseJson } from './parse-json.ts'

const QUOTE = 0x22
const COMMA = 0x2c
const BACKSLASH = 0x5c
const OPEN_BRACKET = 0x5b
const CLOSE_BRACKET = 0x5d
const OPEN_BRACE = 0x7b
const CLOSE_BRACE = 0x7d
const NEWLINE = 0x0a

/** One value of the outermost list, or bytes in its place that are none. */
export interface JsonPiece {
  readonly offset: number
  readonly length: number
  /** 1-based. */
  readonly line: number
  readonly value?: JsonValue
  /** What is wrong with it, where it is no value. */
  readonly problem?: string
}

/** What the splitter must know to go on in the middle of a file. */
export interface SplitterState {
  readonly inArray: boolean
  readonly line: number
}

interface ValueEnd {
  /** Behind the value's last byte. */
  readonly at: number
  readonly problem?: string
}

/** V8 cannot make a longer text of it; nothing that long is a message. */
const MOST_BYTES = 400 * 1024 * 1024

/**
 * Splits JSON into the values of its outermost list while it streams by, and parses each: an array, one
 * value a line, values one after another, a single value. A value that fits on its line is cut at the
 * newline; else strings are jumped over by searching for their closing quote, so that texts, which are
 * most of a log, cost a memchr. Holds at most one unfinished value.
 *
 * Strings hold no line ends in JSON, so a quote that never closes spoils one value only: it becomes a
 * problem, and reading goes on at the next line that begins like the broken one did.
 */
export class JsonSplitter {
  #rest: Buffer = Buffer.alloc(0)
  #offset: number
  #line: number
  #inArray: boolean
  /** The white space before the broken value on its line, until the next such line is found. */
  #resync: string | undefined
  /** The bytes that were passed over in search of that line. */
  #lost: { readonly offset: number; readonly line: number; end: number } | undefined
  /** White space since the last newline. */
  #indent = ''
  /** The first newline at or behind where reading is, as far as known: -1 there is none in the rest. */
  #newline = -1

  constructor(offset = 0, state: SplitterState = { inArray: false, line: 1 }) {
    this.#offset = offset
    this.#line = state.line
    this.#inArray = state.inArray
  }

  /** Before this offset nothing is left to read. */
  get position(): { readonly offset: number; readonly state: SplitterState } {
    return { offset: this.#offset, state: { inArray: this.#inArray, line: this.#line } }
  }

  /** The values that are whole after these bytes. */
  push(chunk: Uint8Array): JsonPiece[] {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength)
    this.#rest = this.#rest.length === 0 ? bytes : Buffer.concat([this.#rest, bytes])
    return this.#take(false)
  }

  /** What is left when the file ends. */
  end(): JsonPiece[] {
    return this.#take(true)
  }

  #take(atEnd: boolean): JsonPiece[] {
    const buffer = this.#rest
    const pieces: JsonPiece[] = []
    let at = 0
    this.#newline = buffer.indexOf(NEWLINE)
    for (;;) {
      at =
        this.#resync === undefined
          ? this.#skipBetween(buffer, at)
          : this.#findLine(buffer, at, atEnd)
      if (this.#lost !== undefined && (this.#resync === undefined || atEnd)) {
        const { offset, line, end: lostEnd } = this.#lost
        pieces.push({ offset, line, length: lostEnd - offset, problem: BEHIND_BROKEN })
        this.#lost = undefined
      }
      if (at >= buffer.length || this.#resync !== undefined) break
      // Searched for only once passed: a file without newlines is not searched again for each value.
      if (this.#newline !== -1 && this.#newline < at) this.#newline = buffer.indexOf(NEWLINE, at)
      const found =
        this.#valueOnLine(buffer, at, atEnd) ?? this.#valueByStructure(buffer, at, atEnd)
      if (found === undefined) break
      const { end, value, problem } = found
      const place = { offset: this.#offset + at, length: end - at, line: this.#line }
      pieces.push(problem === undefined ? { ...place, value } : { ...place, problem })
      const newlines = countNewlines(buffer, at, end)
      // Brackets that pair on one line say where the broken value ends; else its end is a guess.
      if (problem !== undefined && (newlines > 0 || !PAIRED.has(problem))) {
        this.#resync = this.#indent
      }
      this.#line += newlines
      at = end
    }
    this.#rest = buffer.subarray(at)
    this.#offset += at
    return pieces
  }

  /** Skips white space, commas and the brackets of the outermost array. */
  #skipBetween(buffer: Buffer, from: number): number {
    let at = from
    for (; at < buffer.length; at++) {
      const byte = buffer[at]
      if (byte === NEWLINE) {
        this.#line++
        this.#indent = ''
      } else if (byte === 0x20 || byte === 0x09) this.#indent += String.fromCharCode(byte)
      else if (byte === OPEN_BRACKET && !this.#inArray) this.#inArray = true
      else if (byte === CLOSE_BRACKET && this.#inArray) this.#inArray = false
      else if (!isFiller(byte)) break
    }
    return at
  }

  /** The next line that begins with the indentation of the broken value and a brace. */
  #findLine(buffer: Buffer, from: number, atEnd: boolean): number {
    const start = Buffer.from(`\n${this.#resync}{`)
    let found = buffer.indexOf(start, from)
    const other = buffer.indexOf(Buffer.from(`\n${this.#resync},{`), from)
    if (other !== -1 && (found === -1 || other < found)) found = other
    if (found === -1) {
      // The line's beginning may be cut by the end of the chunk.
      const kept = atEnd ? buffer.length : Math.max(from, buffer.length - start.length)
      this.#lose(buffer, from, kept)
      this.#line += countNewlines(buffer, from, kept)
      return kept
    }
    this.#lose(buffer, from, found)
    this.#line += countNewlines(buffer, from, found)
    this.#indent = ''
    this.#resync = undefined
    return found
  }

  /** Remembers what is passed over, unless it is white space. */
  #lose(buffer: Buffer, from: number, to: number): void {
    for (let at = from; at < to; at++) {
      const byte = buffer[at]
      if (byte === NEWLINE || byte === CLOSE_BRACKET || isBlankOrComma(byte)) continue
      const line = this.#lost?.line ?? this.#line + countNewlines(buffer, from, at)
      const offset = this.#lost?.offset ?? this.#offset + at
      let end = to
      while (end > at && (buffer[end - 1] === NEWLINE || isBlankOrComma(buffer[end - 1]))) end--
      this.#lost = { offset, line, end: this.#offset + end }
      return
    }
  }

  /** The fast way: an object that ends where its line ends. */
  #valueOnLine(buffer: Buffer, from: number, atEnd: boolean) {
    if (buffer[from] !== OPEN_BRACE) return undefined
    const newline = this.#newline
    if (newline === -1 && !atEnd) return undefined
    let end = newline === -1 ? buffer.length : newline
    while (end > from && isBlankOrComma(buffer[end - 1])) end--
    if (buffer[end - 1] !== CLOSE_BRACE || end - from > MOST_BYTES) return undefined
    if (!isUtf8(buffer.subarray(from, end))) return { end, problem: NOT_UTF8 }
    try {
      return { end, value: parseJson(buffer.toString('utf8', from, end)) }
    } catch (error) {
      // Several values on one line, or one over many: the structure will tell.
      if (error instanceof SyntaxError) return undefined
      throw error
    }
  }

  /** The sure way: to the bracket that closes what the first byte opened. */
  #valueByStructure(buffer: Buffer, from: number, atEnd: boolean) {
    const found = endOfValue(buffer, from, atEnd, this.#inArray, this.#newline)
    if (found === undefined) {
      if (buffer.length - from <= MOST_BYTES) return undefined
      return { end: buffer.length, problem: 'longer than anything that can be read' }
    }
    const { at: end, problem } = found
    if (problem !== undefined) return { end, problem }
    if (!isUtf8(buffer.subarray(from, end))) return { end, problem: NOT_UTF8 }
    try {
      return { end, value: parseJson(buffer.toString('utf8', from, end)) }
    } catch (error) {
      if (error instanceof SyntaxError) return { end, problem: NOT_JSON }
      throw error
    }
  }
}

const NOT_UTF8 = 'not UTF-8'
const NOT_JSON = 'not JSON'
const BEHIND_BROKEN = 'passed over behind a broken value'
const PAIRED: ReadonlySet<string> = new Set([NOT_UTF8, NOT_JSON])

function endOfValue(
  buffer: Buffer,
  from: number,
  atEnd: boolean,
  inArray: boolean,
  firstNewline: number,
): ValueEnd | undefined {
  const first = buffer[from]
  if (first !== OPEN_BRACE && first !== OPEN_BRACKET && first !== QUOTE) {
    return endOfScalar(buffer, from, atEnd, inArray)
  }
  let depth = 0
  let newline = firstNewline
  for (let at = from; at < buffer.length; at++) {
    const byte = buffer[at]
    if (byte === QUOTE) {
      const close = closingQuote(buffer, at + 1)
      if (newline !== -1 && newline < at) newline = buffer.indexOf(NEWLINE, at)
      const reached = close === -1 ? buffer.length : close
      if (newline !== -1 && newline < reached) {
        return { at: newline, problem: 'a text that does not end on its line' }
      }
      if (close === -1) break
      at = close
      if (depth === 0) return { at: at + 1 }
    } else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) depth++
    else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) {
      depth--
      if (depth === 0) return { at: at + 1 }
    }
  }
  return atEnd ? { at: buffer.length, problem: 'cut short by the end of the file' } : undefined
}

/** A number, a word, or what is no JSON at all. */
function endOfScalar(buffer: Buffer, from: number, atEnd: boolean, inArray: boolean) {
  for (let at = from; at < buffer.length; at++) {
    const byte = buffer[at]
    if (byte === NEWLINE || (inArray && (byte === COMMA || byte === CLOSE_BRACKET))) return { at }
  }
  return atEnd ? { at: buffer.length } : undefined
}

function closingQuote(buffer: Buffer, from: number): number {
  let at = buffer.indexOf(QUOTE, from)
  while (at !== -1) {
    let slashes = 0
    while (at - 1 - slashes >= from && buffer[at - 1 - slashes] === BACKSLASH) slashes++
    if (slashes % 2 === 0) return at
    at = buffer.indexOf(QUOTE, at + 1)
  }
  return -1
}

function countNewlines(buffer: Buffer, from: number, to: number): number {
  const bytes = buffer.subarray(from, to)
  let lines = 0
  for (let at = bytes.indexOf(NEWLINE); at !== -1; at = bytes.indexOf(NEWLINE, at + 1)) lines++
  return lines
}

/** What may stand between values: commas, returns, the record separator of RFC 7464, a byte order mark. */
function isFiller(byte: number | undefined): boolean {
  return (
    byte === COMMA ||
    byte === 0x0d ||
    byte === 0x1e ||
    byte === 0xef ||
    byte === 0xbb ||
    byte === 0xbf
  )
}

function isBlankOrComma(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x09 || byte === 0x0d || byte === COMMA
}
