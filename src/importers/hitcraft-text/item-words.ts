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

/** The content of an item: the words in its quotes, or its type where it is a placeholder. */
export function readItem(type: string, segments: readonly Segment[]): ReadItem {
  const whole = joined(segments)
  const words = whole.trim()
  const isText = type.toLowerCase() === 'text'
  if (PLACEHOLDER.test(words)) return { parts: [{ type: isText ? 'item:text' : nameOf(type) }] }
  if (words === '')
    return isText ? { parts: [], problem: 'empty' } : { parts: [{ type: nameOf(type) }] }
  const begins = segments.find(({ isBlank }) => !isBlank)?.beginsWithQuote === true
  const ends = segments.findLast(({ isBlank }) => !isBlank)?.endsWithQuote === true
  const closed = begins && ends && clean(words).length > 1
  const text = begins ? betweenQuotes(words, closed) : words
  // Words behind another type are read as those of an export in JSON are.
  if (!isText) return readPart({ type: nameOf(type), text })
  const parts: ContentPart[] = [{ type: 'text', text }]
  return closed ? { parts } : { parts, problem: begins ? 'unclosed' : 'unquoted' }
}

/** Whether the words' quotes come in pairs: a cut text that ends at an inner quote has an odd number. */
export function hasPairedQuotes(segments: readonly Segment[]): boolean {
  let quotes = 0
  for (const { text } of segments) for (const character of text) if (isQuote(character)) quotes++
  return quotes % 2 === 0
}

function joined(segments: readonly Segment[]): string {
  const [first, ...rest] = segments
  if (first === undefined) return ''
  return [first.text, ...rest.map(({ text, glued }) => (glued ? text : `\n${text}`))].join('')
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
