import type { ContentPart } from '../../domain/thread/content-part.ts'
import { isTextPart } from '../../domain/thread/content-part.ts'
import { isJsonObject } from '../../domain/values/json.ts'
import type { JsonObject, JsonValue } from '../../domain/values/json.ts'

/** What a content says: parts in order, and what stood beside plain words, for the message's fields. */
export interface ReadContent {
  readonly parts: readonly ContentPart[]
  readonly beside: readonly JsonValue[]
}

const NOTHING: ReadContent = { parts: [], beside: [] }
/** A part of such a type is its words; another type is kept as an item behind its words. */
const PLAIN_TYPES: ReadonlySet<string> = new Set(
  'text input_text output_text markdown paragraph message human ai'.split(' '),
)
/** Their strings are arguments, results and thoughts: nobody said them. */
const UNSPOKEN: ReadonlySet<string> = new Set(
  'tool tools function call thinking thought thoughts reasoning redacted code execution search'.split(
    ' ',
  ),
)
/** Of these, only what is spoken or written below them are words. */
const MEDIA: ReadonlySet<string> = new Set(
  'image images audio video file document attachment media'.split(' '),
)
const SLOTS = ['text', 'content', 'parts', 'refusal', 'transcript']
const PLAIN_SLOTS = [...SLOTS, 'value', 'body', 'markdown', 'children']
/** What the product does, as its own logs call it. */
const PRODUCT =
  /^(?:agent_text|error|refusal|lyrics_generation|reference_(?:candidates|selection)|(?:sketch_upload|song_rendering|mixing|song_analysis|quantization|stem_separation)_\w+)$/
const MEDIA_SLOTS = ['text', 'transcript', 'caption']
/** Nesting that is searched for words; what lies deeper is kept as it is. */
const DEEPEST = 20

/**
 * The words and items of a message's content: null, a text, a list, or an object. Words are text parts
 * wherever they stand (`text`, `text.value`, `value`, `parts`, a nested `content`, `refusal`, a
 * transcript); what is no words is an item with its source as `raw`.
 */
export function readContent(content: JsonValue | undefined, depth = 0): ReadContent {
  if (content === undefined || content === null) return NOTHING
  if (typeof content === 'string') return textOnly(content)
  if (!Array.isArray(content)) return readPart(content, depth)
  const read = (content as readonly JsonValue[]).map((part) =>
    part === null ? itemOnly({ type: 'unknown', raw: null }) : readPart(part, depth),
  )
  return joined(read)
}

/** Whether an item of this type is one whose kind is known: its source is no words. */
export function isKnownItem(type: string): boolean {
  return isOf(type, UNSPOKEN) || isOf(type, MEDIA) || PRODUCT.test(type)
}

/** Whether one of the words of a type (`tool_use`, `toolCall`) is among these. */
function isOf(type: string, words: ReadonlySet<string>): boolean {
  return type.split(/[^A-Za-z]+|(?<=[a-z])(?=[A-Z])/).some((word) => words.has(word.toLowerCase()))
}

/** Whether any part has words. */
export function hasWords({ parts }: ReadContent): boolean {
  return parts.some((part) => isTextPart(part) && part.text.trim() !== '')
}

/** One after the other. */
export function joined(contents: readonly ReadContent[]): ReadContent {
  if (contents.length === 1) return contents[0] ?? NOTHING
  return {
    parts: contents.flatMap(({ parts }) => parts),
    beside: contents.flatMap(({ beside }) => beside),
  }
}

export function readPart(part: JsonValue, depth = 0): ReadContent {
  if (typeof part === 'string') return textOnly(part)
  if (depth > DEEPEST) return itemOnly({ type: 'unknown', raw: part })
  if (Array.isArray(part)) return readContent(part as readonly JsonValue[], depth + 1)
  if (!isJsonObject(part)) return itemOnly({ type: 'unknown', raw: part })
  const { type: stated, ...members } = part
  const type = typeof stated === 'string' && stated !== '' ? stated : undefined
  const rest = stated === undefined || type !== undefined ? members : part
  if (type !== undefined && isOf(type, UNSPOKEN)) return itemOnly(item(type, rest))
  const isMedia = type !== undefined && isOf(type, MEDIA)
  const isPlain = type === undefined || PLAIN_TYPES.has(type)
  const { words, left } = isMedia
    ? takeWords(mediaOf(rest), MEDIA_SLOTS, false, depth)
    : takeWords(rest, isPlain ? PLAIN_SLOTS : [...SLOTS, type ?? ''], isPlain, depth)
  if (words.parts.length === 0) return itemOnly(item(type ?? 'unknown', rest))
  if (!isPlain) return joined([words, itemOnly(item(type, left))])
  const more = type === undefined || type === 'text' ? left : { type, ...left }
  if (Object.keys(more).length === 0) return words
  return { parts: words.parts, beside: [...words.beside, more] }
}

/** Takes the words out of the members that may hold them. */
function takeWords(members: JsonObject, slots: readonly string[], isPlain: boolean, depth: number) {
  const found: ReadContent[] = []
  let left = members
  for (const slot of new Set(slots)) {
    const value = members[slot]
    if (value === undefined || value === null) continue
    // Of a type that is not known, only what reads like words: it may be an address or bytes.
    if (typeof value === 'string' && !(isPlain && slot === 'text') && !looksSpoken(value)) continue
    const read = typeof value === 'object' ? readContent(value, depth + 1) : readSlot(value)
    if (!read.parts.some(isTextPart)) continue
    found.push(read)
    const { [slot]: _taken, ...others } = left
    left = others
  }
  return { words: joined(found), left }
}

function readSlot(value: JsonValue): ReadContent {
  return typeof value === 'string' ? textOnly(value) : NOTHING
}

/** A medium with the transcript that lies within it (`input_audio.transcript`) beside it. */
function mediaOf(members: JsonObject): JsonObject {
  if (members['transcript'] !== undefined) return members
  for (const [name, value] of Object.entries(members)) {
    if (!isJsonObject(value) || typeof value['transcript'] !== 'string') continue
    const { transcript, ...rest } = value
    return { ...members, [name]: rest, transcript }
  }
  return members
}

/** Whether a text is no address, no bytes and no identifier. */
function looksSpoken(text: string): boolean {
  const trimmed = text.trim()
  if (trimmed === '' || /\s/.test(trimmed)) return trimmed !== ''
  if (/^(?:[a-z][a-z0-9+.-]*:|\/|www\.)\S+$/i.test(trimmed)) return false
  return !/^(?=.*\d|.{40})[A-Za-z0-9+/_=-]{16,}$/.test(trimmed)
}

function item(type: string, raw: JsonObject): ContentPart {
  const name = type === 'text' ? 'item:text' : type
  return Object.keys(raw).length === 0 && name === type ? { type: name } : { type: name, raw }
}

function textOnly(text: string): ReadContent {
  return { parts: [{ type: 'text', text }], beside: [] }
}

function itemOnly(part: ContentPart): ReadContent {
  return { parts: [part], beside: [] }
}
