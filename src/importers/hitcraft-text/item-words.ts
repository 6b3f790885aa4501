import type { ContentPart } from '../../domain/thread/content-part.ts'
import type { JsonValue } from '../../domain/values/json.ts'
import { readPart } from '../kit/read-content.ts'
import { clean, isQuote } from './segments.ts'
import type { Segment } from './segments.ts'

/** An item of a message as it was read. */
export interface ReadItem {
  readonly parts: readonly ContentPart[]
  /** What stands beside the words and is none: for the message's fields. */
  readonly beside?: readonly JsonValue[]
  /** What is odd about it: it was kept all the same, or there was nothing to keep. */
  readonly problem?: 'unclosed' | 'unquoted' | 'empty'
}

const PLACEHOLDER = /^\[[^\]]{0,200} content\]$/i

/** Lines that are gathered before they become one text. */
const LINES_AT_ONCE = 1000

/** The lines of an item while they come; each costs no more than its text. */
export class ItemWords {
  readonly type: string
  #text = ''
  #lines: string[] = []
  #begins: boolean | undefined
  #ends = false
  #last = ''

  constructor(type: string) {
    this.type = type
  }

  add({ text, glued, isBlank, beginsWithQuote, endsWithQuote }: Segment): void {
    const isFirst = this.#text === '' && this.#lines.length === 0
    this.#lines.push(glued || isFirst ? text : `\n${text}`)
    if (this.#lines.length >= LINES_AT_ONCE) {
      this.#text = this.#words()
      this.#lines = []
    }
    if (isBlank) return
    this.#begins ??= beginsWithQuote
    this.#ends = endsWithQuote
    this.#last = text
  }

  /** The content: the words in their quotes, or the type where the item is a placeholder. */
  read(): ReadItem {
    const words = this.#words().trim()
    const { type } = this
    const isText = type.toLowerCase() === 'text'
    if (PLACEHOLDER.test(words)) return { parts: [{ type: isText ? 'item:text' : nameOf(type) }] }
    if (words === '') {
      return isText ? { parts: [], problem: 'empty' } : { parts: [{ type: nameOf(type) }] }
    }
    const begins = this.#begins === true
    const closed = begins && this.#ends && clean(words).length > 1
    const text = begins ? betweenQuotes(words, closed) : words
    // Words behind another type are read as those of an export in JSON are.
    if (!isText) return readPart({ type: nameOf(type), text })
    const parts: ContentPart[] = [{ type: 'text', text }]
    return closed ? { parts } : { parts, problem: begins ? 'unclosed' : 'unquoted' }
  }

  /**
   * Whether the words are surely whole though nothing follows: their quotes come in pairs, as those of a
   * text that is cut behind an inner quote do not, and the last is no line of its own, which might as well
   * be the first of a line to come.
   */
  get isWhole(): boolean {
    const words = this.#words()
    const standsAlone = clean(this.#last).length === 1 && words.trim().includes('\n')
    let quotes = 0
    for (const character of words) if (isQuote(character)) quotes++
    return quotes % 2 === 0 && !standsAlone
  }

  #words(): string {
    return this.#text + this.#lines.join('')
  }
}

/** Behind the first quote, up to the last where that closes it; outside of them nothing is seen. */
function betweenQuotes(words: string, closed: boolean): string {
  let start = 0
  while (!isQuote(words[start])) start++
  let end = words.length
  if (closed) while (!isQuote(words[end - 1])) end--
  return words.slice(start + 1, closed ? end - 1 : end)
}

function nameOf(type: string): string {
  return type === '' ? 'unknown' : type
}
