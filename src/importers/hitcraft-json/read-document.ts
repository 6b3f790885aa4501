import { HitCraftError, isHitCraftError } from '../../errors/hitcraft-error.ts'
import type { DraftMessage } from '../../domain/thread/build-thread.ts'
import type { ContentPart } from '../../domain/thread/content-part.ts'
import { canonicalJson } from '../../domain/values/canonical-json.ts'
import { isJsonObject } from '../../domain/values/json.ts'
import type { JsonObject, JsonValue } from '../../domain/values/json.ts'
import { readTime } from '../time.ts'

/** A message of the collection, with the thread it belongs to. */
export interface CollectionMessage {
  /** Absent: the message is a thread of its own. */
  readonly threadId?: string
  readonly message: DraftMessage
}

/** A thread document with its messages. */
export interface ThreadDocument {
  readonly id?: string
  readonly title?: string
  readonly attributes: JsonObject
  readonly messages: readonly DraftMessage[]
  /** Of each member of the list that is no message, what is wrong with it. */
  readonly problems: readonly string[]
}

const MESSAGE_FIELDS = new Set(
  '_id id threadId thread_id role content createdAt updatedAt editedAt userId user_id __v'.split(
    ' ',
  ),
)
const NAMED_FIELDS = new Set(['_id', 'id', 'threadId', 'threadTitle', 'title', 'messages'])

/** Whether the value is a thread document rather than a message. */
export function isThreadDocument(value: JsonObject): boolean {
  return Array.isArray(value['messages']) && value['role'] === undefined
}

/** @throws HitCraftError INVALID_INPUT saying what keeps it from being a message */
export function readMessage(value: JsonValue): CollectionMessage {
  if (!isJsonObject(value)) throw invalid('not an object')
  if (value['role'] === undefined && value['content'] === undefined) {
    throw invalid('an object without role and content')
  }
  const threadId = readId(value['threadId'] ?? value['thread_id'])
  const created = readTime(value['createdAt'])
  const edited = readTime(value['editedAt']) ?? readTime(value['updatedAt'])
  const id = readId(value['id'] ?? value['_id'])
  const userId = readId(value['userId'] ?? value['user_id'])
  // A time that cannot be read is not lost: it stays beside the message.
  const extra = Object.entries(value).filter(
    ([name, member]) =>
      !MESSAGE_FIELDS.has(name) ||
      (name === 'createdAt' && created === undefined && member !== null) ||
      (name === 'role' && member !== null && typeof member !== 'string'),
  )
  const message: DraftMessage = {
    ...(id === undefined ? {} : { id }),
    role: typeof value['role'] === 'string' && value['role'] !== '' ? value['role'] : 'unknown',
    ...(userId === undefined ? {} : { userId }),
    ...(created === undefined ? {} : { createdAt: created.iso }),
    ...(edited === undefined ? {} : { editedAt: edited.iso }),
    content: readContent(value['content']),
    ...(created?.source === undefined ? {} : { sourceTime: created.source }),
    ...(extra.length === 0 ? {} : { fields: Object.fromEntries(extra) }),
  }
  return threadId === undefined ? { message } : { threadId, message }
}

/** The message, or what keeps it from being one. */
export function tryMessage(
  value: JsonValue,
): { read: CollectionMessage; problem?: never } | { read?: never; problem: string } {
  try {
    return { read: readMessage(value) }
  } catch (error) {
    if (!isHitCraftError(error, 'INVALID_INPUT')) throw error
    return { problem: error.message }
  }
}

/** What is whole of a thread document. */
export function readThread(value: JsonObject): ThreadDocument {
  const id = readId(value['threadId'] ?? value['_id'] ?? value['id'])
  const title = value['threadTitle'] ?? value['title']
  const list = Array.isArray(value['messages']) ? (value['messages'] as readonly JsonValue[]) : []
  const read = list.map(tryMessage)
  const attributes = Object.entries(value).filter(([name]) => !NAMED_FIELDS.has(name))
  return {
    ...(id === undefined ? {} : { id }),
    ...(typeof title === 'string' ? { title } : {}),
    attributes: Object.fromEntries(attributes),
    messages: read.flatMap((item) => (item.read === undefined ? [] : [item.read.message])),
    problems: read.flatMap(({ problem }) => (problem === undefined ? [] : [problem])),
  }
}

/** null, a text, or a list of texts and typed parts; anything else is kept whole. */
function readContent(content: JsonValue | undefined): readonly ContentPart[] {
  if (content === undefined || content === null) return []
  if (typeof content === 'string') return [{ type: 'text', text: content }]
  if (Array.isArray(content)) return (content as readonly JsonValue[]).flatMap(readPart)
  return readPart(content)
}

function readPart(part: JsonValue): ContentPart[] {
  if (typeof part === 'string') return [{ type: 'text', text: part }]
  if (!isJsonObject(part)) return [{ type: 'unknown', raw: part }]
  const { type, ...rest } = part
  if (type === 'text') {
    const { text, ...more } = rest
    if (typeof text !== 'string') return [{ type: 'item:text', raw: rest }]
    const words: ContentPart = { type: 'text', text }
    // A text with more to it (annotations): the words stay words, the rest stays beside them.
    return Object.keys(more).length === 0 ? [words] : [words, { type: 'item:text', raw: more }]
  }
  const name = typeof type === 'string' && type !== '' ? type : 'unknown'
  return [Object.keys(rest).length === 0 ? { type: name } : { type: name, raw: rest }]
}

/** A text, a number, or MongoDB's `$oid`, as the text it is written as. */
function readId(value: JsonValue | undefined): string | undefined {
  if (typeof value === 'string') return value === '' ? undefined : value
  if (typeof value === 'number') return String(value)
  if (value === true || value === false || value === null || value === undefined) return undefined
  if (!isJsonObject(value)) return canonicalJson(value)
  const inner =
    value['$oid'] ??
    value['$numberLong'] ??
    value['$numberInt'] ??
    value['$number'] ??
    value['$uuid']
  if (typeof inner === 'string' && inner !== '') return inner
  return Object.keys(value).length === 0 ? undefined : canonicalJson(value)
}

function invalid(what: string): HitCraftError {
  return new HitCraftError('INVALID_INPUT', what)
}
