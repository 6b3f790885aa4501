import { isJsonObject } from '../../domain/values/json.ts'
import type { JsonObject, JsonValue } from '../../domain/values/json.ts'

const SHELL_ID = /^(?:ObjectId|UUID|NumberLong)\(["']?([^"']+)["']?\)$/
/** What an identifier is written in, where it is no text; a document put in its place has one too. */
const INNER = ['$oid', '$uuid', '$numberLong', '$numberInt', '$number', '$id', '_id', 'id', 'uuid']

/**
 * An id as the text it is written as: a text, a number (exact), MongoDB's `$oid`, `$uuid`, `$binary` and
 * DBRef, or the id of the document that stands in its place. Undefined for anything else: the JSON of an
 * object is no id, for it changes with every member.
 */
export function readId(value: JsonValue | undefined): string | undefined {
  if (typeof value === 'string') {
    const text = SHELL_ID.exec(value)?.[1] ?? value
    return text.trim() === '' ? undefined : text
  }
  if (typeof value === 'number') return String(value)
  if (!isJsonObject(value)) return undefined
  if (value['$binary'] !== undefined) return fromBinary(value)
  for (const name of INNER) {
    const inner = value[name]
    const id = inner === undefined ? undefined : readId(inner)
    if (id !== undefined) return id
  }
  return undefined
}

/** The id of a conversation; a transcript or a title that is called `conversation` is none. */
export function readConversationId(value: JsonValue): string | undefined {
  const isSentence =
    typeof value === 'string' && (/\S\s+\S+\s+\S+\s/.test(value) || value.length > 400)
  return isSentence ? undefined : readId(value)
}

/** A UUID as it is written everywhere, so that `$uuid` and `$binary` are one; other bytes as base64. */
function fromBinary(value: JsonObject): string | undefined {
  const binary = value['$binary']
  const [base64, type] = isJsonObject(binary)
    ? [binary['base64'], binary['subType']]
    : [binary, value['$type']]
  if (typeof base64 !== 'string' || base64 === '') return undefined
  const bytes = Buffer.from(base64, 'base64')
  const isUuid = type === '04' || type === '4' || type === 4
  if (bytes.length !== 16 || !isUuid) return base64
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
}

/** Whether a document stands where its id would do; it has more to say. */
export function isDocument(value: JsonValue): boolean {
  return isJsonObject(value) && !Object.keys(value).every((name) => name.startsWith('$'))
}
