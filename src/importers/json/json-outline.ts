import type { JsonObject, JsonValue } from '../../domain/values/json.ts'
import { closingQuote, slashesBefore } from './value-scanner.ts'

/** Of a text, as it is written. */
const MOST_TEXT = 200
/** Of a list; what comes behind tells nothing new. */
const MOST_ITEMS = 4
const MOST_NAMES = 300
const MOST_LEVELS = 8

/** What ends a word. */
const MARKS = Buffer.from(' \t\r\n,:[]{}"')

type Container = JsonValue[] | { [name: string]: JsonValue }

interface Open {
  /** Undefined where what is in it is passed over. */
  readonly container: Container | undefined
  readonly isObject: boolean
  /** Of the member that comes; null: what is no name, and its value is passed over. */
  name: string | null | undefined
  items: number
}

/**
 * The outlines of the first values of a JSON text while it streams by: all names, the types of what they
 * hold, texts cut short, lists after their first items. Its memory does not depend on how long the values
 * are, so a name is found wherever it stands. It takes what is no JSON as it can.
 */
export class JsonOutline {
  /** Whole values, and the one that is unfinished. */
  readonly values: JsonValue[] = []
  /** Whether the values stand in an array. */
  isArray = false
  readonly #open: Open[] = []
  /** The text or the word that is being read: its beginning, as it is written. */
  #token = ''
  #isText = false
  #isEscaped = false
  #isWord = false

  /** How many values are whole. */
  get whole(): number {
    return this.#open.length === 0 ? this.values.length : this.values.length - 1
  }

  push(chunk: Uint8Array): void {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength)
    for (let at = 0; at < bytes.length;) {
      at = this.#isText ? this.#text(bytes, at) : this.#mark(bytes, at)
    }
  }

  /** What has begun counts as far as it goes. */
  end(): void {
    if (this.#isWord) this.#endWord()
    if (this.#isText) this.#endText()
  }

  #mark(bytes: Buffer, at: number): number {
    const byte = bytes[at] ?? 0
    const isWord = byte < 0x80 && MARKS.indexOf(byte) === -1
    if (this.#isWord && !isWord) this.#endWord()
    if (byte === 0x22) {
      this.#isText = true
      this.#token = ''
    } else if (byte === 0x7b || byte === 0x5b) this.#begin(byte === 0x7b)
    else if (byte === 0x7d || byte === 0x5d) this.#open.pop()
    else if (isWord) {
      this.#isWord = true
      if (this.#token.length < MOST_TEXT) this.#token += String.fromCharCode(byte)
    }
    return at + 1
  }

  #text(bytes: Buffer, from: number): number {
    let at = from
    if (this.#isEscaped) {
      this.#isEscaped = false
      at++
    }
    const quote = closingQuote(bytes, at)
    const end = quote === -1 ? bytes.length : quote
    if (this.#token.length < MOST_TEXT) {
      this.#token += bytes.toString('latin1', from, Math.min(end, from + MOST_TEXT))
    }
    if (quote === -1) {
      this.#isEscaped = at < end && slashesBefore(bytes, end, at) % 2 === 1
      return end
    }
    at = quote
    this.#endText()
    return at + 1
  }

  #endText(): void {
    this.#isText = false
    const text = Buffer.from(this.#token, 'latin1').toString()
    this.#token = ''
    const open = this.#open.at(-1)
    if (open?.isObject === true && open.name === undefined) open.name = text
    else this.#add(text)
  }

  #endWord(): void {
    const word = this.#token
    this.#token = ''
    this.#isWord = false
    const number = Number(word)
    const value = { true: true, false: false, null: null }[word]
    const open = this.#open.at(-1)
    // A shell prints names without quotes; that is no JSON, and no importer could read it.
    if (open?.isObject === true && open.name === undefined) open.name = null
    else this.#add(value === undefined ? (Number.isNaN(number) ? word : number) : value)
  }

  #begin(isObject: boolean): void {
    if (this.#open.length === 0 && !isObject && !this.isArray && this.values.length === 0) {
      this.isArray = true
      return
    }
    const container: Container = isObject ? Object.create(null) : []
    const isKept = this.#add(container) && this.#open.length < MOST_LEVELS
    const kept = isKept ? container : undefined
    this.#open.push({ container: kept, isObject, name: undefined, items: 0 })
  }

  /** @returns whether it was kept */
  #add(value: JsonValue): boolean {
    const open = this.#open.at(-1)
    if (open === undefined) {
      this.values.push(value)
      return true
    }
    const { container, name } = open
    open.name = undefined
    const isRoom = open.items < (open.isObject ? MOST_NAMES : MOST_ITEMS)
    open.items++
    if (container === undefined || !isRoom) return false
    if (Array.isArray(container)) container.push(value)
    else if (typeof name === 'string') container[name] = value
    else return false
    return true
  }
}

/** The objects among some values. */
export function objectsOf(values: readonly JsonValue[]): JsonObject[] {
  return values.filter(
    (value): value is JsonObject =>
      typeof value === 'object' && value !== null && !Array.isArray(value),
  )
}
