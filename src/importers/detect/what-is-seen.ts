import { isJsonArray, isJsonObject } from '../../domain/values/json.ts'
import type { JsonObject, JsonValue } from '../../domain/values/json.ts'
import type { FileHead } from '../importer.ts'
import { objectsOf } from '../json/json-outline.ts'
import { HINTED_SHAPES } from './hinted-shapes.ts'
import { KNOWN_SHAPES } from './known-shapes.ts'
import type { NamedShape } from './known-shapes.ts'
import { KNOWN_TEXTS } from './known-texts.ts'
import { has } from './shape.ts'

const MOST_NAMES = 12
/** Bell, backspace, tab, line feed, form feed, carriage return, escape: a recorded terminal has them all. */
const TEXT_CONTROLS = new Set([0x07, 0x08, 0x09, 0x0a, 0x0c, 0x0d, 0x1b])
/** Share of other control characters that a text may hold. */
const MOST_ODD = 0.02
/** Files that are no text, by their first bytes. */
const KNOWN_FILES = [
  ['SQLite format 3\0', 'an SQLite database: write its table of messages as JSON'],
  ['PAR1', 'a Parquet file: write JSON instead'],
] as const

/** The name of a format that is known and cannot be read; undefined where no value has its shape. */
export function knownShape(values: readonly JsonValue[]): string | undefined {
  return firstShape(KNOWN_SHAPES, values)
}

function firstShape(
  shapes: readonly NamedShape[],
  values: readonly JsonValue[],
): string | undefined {
  const found = shapes.find(([, ...ways]) =>
    ways.some((paths) => values.some((value) => paths.every((path) => has(value, path)))),
  )
  return found?.[0]
}

/** What a file that cannot be read looks like. */
export interface Seen {
  /** For people. Quotes names of members, never a text. */
  readonly text: string
  /** Whether it is a chat log, of a format that is known and not read. */
  readonly isChat: boolean
}

export function whatIsSeen(head: FileHead): Seen {
  const { bytes, text, values } = head
  if (text.trim() === '') return other('nothing: it holds only white space')
  if (isBson(bytes)) {
    return other('BSON (a dump of MongoDB): write JSON instead, with bsondump or mongoexport')
  }
  const file = KNOWN_FILES.find(([begin]) => latin1(bytes).startsWith(begin))
  if (file !== undefined) return other(file[1])
  if (bytes.subarray(0, 4096).includes(0)) return other('binary data, not a log')
  const shape = knownShape(values) ?? firstShape(HINTED_SHAPES, values)
  if (shape !== undefined) {
    const verb = /^an? /.test(shape) ? 'is' : 'are'
    return { text: `${shape}, which ${verb} not supported yet`, isChat: true }
  }
  const known = KNOWN_TEXTS.find(([pattern]) => pattern.test(text))
  if (known !== undefined) return { text: known[1], isChat: known[2] === 'chat' }
  if (isJsonLike(text)) return other(jsonSeen(head))
  return other(isBinary(bytes) ? 'binary data, not a log' : 'plain text without thread banners')
}

/** Whether bytes hold more of what no text has than a stray character: control characters but those of lines and tabs. */
function isBinary(bytes: Uint8Array): boolean {
  const looked = bytes.subarray(0, 4096)
  const odd = looked.filter((byte) => byte < 0x20 && !TEXT_CONTROLS.has(byte)).length
  return odd > looked.length * MOST_ODD
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 16)).toString('latin1')
}

function other(text: string): Seen {
  return { text, isChat: false }
}

function isJsonLike(text: string): boolean {
  return /^\uFEFF?\s*[[{"]/.test(text)
}

/** A document begins with its own length and ends with a zero. */
function isBson(bytes: Uint8Array): boolean {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (view.length < 5) return false
  const length = view.readInt32LE(0)
  const types = [1, 2, 3, 4, 5, 7, 8, 9, 0x0a, 0x10, 0x11, 0x12]
  if (length < 5 || length > 16 * 1024 * 1024 || !types.includes(view[4] ?? 0)) return false
  return length > view.length ? view.includes(0, 5) : view[length - 1] === 0
}

function jsonSeen({ values, isArray }: FileHead): string {
  if (values.length === 0) return isArray ? 'an empty list' : 'JSON without a value'
  const objects = objectsOf(values)
  if (objects.length > 0) return `JSON whose objects have ${namesOf(objects)}${listsIn(objects)}`
  const [first] = values
  if (typeof first === 'string') {
    return /^\s*(?:\\[nrt])*\s*[[{]/.test(first)
      ? 'JSON inside a text: write what the text holds to a file of its own'
      : 'a list of texts'
  }
  const inner = objectsOf(values.flatMap((value) => (Array.isArray(value) ? value : [])))
  return inner.length > 0 ? `lists of objects that have ${namesOf(inner)}` : 'JSON without objects'
}

function namesOf(objects: readonly JsonObject[]): string {
  const names = [...new Set(objects.flatMap((object) => Object.keys(object)))]
  // A name that does not look like a program's own may be somebody's.
  const told = names.filter((name) => /^[\w$.-]{1,40}$/.test(name)).slice(0, MOST_NAMES)
  const more = names.length - told.length
  if (names.length === 0) return 'no keys'
  const keys = names.length === 1 ? 'the key' : 'the keys'
  return `${keys} ${told.join(', ')}${more > 0 ? ` and ${more} more` : ''}`
}

/** Where lists of objects lie in the objects. */
function listsIn(objects: readonly JsonObject[]): string {
  const found = new Map<string, readonly JsonObject[]>()
  for (const object of objects) {
    for (const [name, member] of Object.entries(object)) {
      const inner = isJsonArray(member) ? objectsOf(member) : []
      if (inner.length > 0 && /^[\w$.-]{1,40}$/.test(name)) found.set(name, inner)
      if (!isJsonObject(member)) continue
      for (const [key, value] of Object.entries(member)) {
        const deeper = isJsonArray(value) ? objectsOf(value) : []
        if (deeper.length > 0 && /^[\w$-]{1,40}$/.test(`${name}${key}`)) {
          found.set(`${name}.${key}`, deeper)
        }
      }
    }
  }
  const lists = [...found].slice(0, 3)
  return lists.map(([path, inner]) => `; the objects of ${path} have ${namesOf(inner)}`).join('')
}
