import type { DraftMessage } from '../../domain/thread/build-thread.ts'
import { isJsonObject } from '../../domain/values/json.ts'
import type { JsonObject, JsonValue } from '../../domain/values/json.ts'
import {
  BELONGING_NAMES,
  EDIT_NAMES,
  ID_NAMES,
  Members,
  names,
  plainName,
  TIME_NAMES,
  USER_NAMES,
} from './members.ts'
import type { Names } from './members.ts'
import { hasWords, joined, readContent, readPart } from './read-content.ts'
import type { ReadContent } from './read-content.ts'
import { isDocument, readConversationId, readId } from './read-id.ts'
import { knownRole, roleWord } from './read-role.ts'
import { toldName } from './tally.ts'
import { tellUnread } from './tell-unread.ts'
import type { Tally } from './tally.ts'
import { readAnyTime } from './any-time.ts'

/** A message, and the conversation that it names. */
export interface ReadMessage {
  readonly message: DraftMessage
  readonly conversation?: { readonly id: string; readonly title?: string }
  /** Whether the source names a role; else it is `unknown`. */
  readonly hasRole: boolean
}

const ROLE = names('role')
const SPEAKERS = names('author sender from speaker sendertype messagetype type')
const AUTHORS = names('author sender from')
const AUTHOR_IDS = names('authorid senderid fromid')
const USER_FLAGS = names('isuser isfromuser fromuser iscreatedbyuser ishuman')
const BOT_FLAGS = names('isbot isassistant isai frombot')
/** Where the words are when `content` has none. */
const WORDS = names('parts text message body value msg utterance contents blocks')
/** What else is content, beside the words: said, or done. */
const MORE = names('refusal audio toolcalls functioncall')
const ENVELOPES = new Set(['message', 'data', 'kwargs'])
const NOT_KEPT = new Set(['__v'])

/**
 * The message that an object is, in whatever spelling; the text says what keeps it from being one. What
 * has no place of its own is in `fields`, by its source's name; what was not understood is told.
 */
export function readMessage(value: JsonValue, tally: Tally): ReadMessage | string {
  if (!isJsonObject(value)) return 'not an object'
  const members = new Members(unwrapped(value))
  for (const name of NOT_KEPT) members.delete(name)
  const role = takeRole(members)
  const content = takeContent(members)
  if (role === undefined && content === undefined) return 'an object without role and content'
  const id = members.take(ID_NAMES, readId)
  if (id !== undefined && isDocument(id.value)) members.keep(id.name, id.value)
  const conversation = takeConversation(members, tally)
  const userId = takeUser(members, role?.word)
  const created =
    members.take(TIME_NAMES, readAnyTime) ?? inMetadata(members, TIME_NAMES, readAnyTime)
  const edited = members.take(EDIT_NAMES, readAnyTime)
  if (created === undefined) tellWrong(members, TIME_NAMES, 'times', tally)
  else if (created.read.isZoneless === true) {
    tally.add('times that name no zone, read as UTC')
  }
  if (userId === undefined) tellWrong(members, USER_NAMES, 'users', tally)
  if (edited === undefined) tellWrong(members, EDIT_NAMES, 'times of editing', tally)
  if (edited?.read.source !== undefined) members.keep(edited.name, edited.value)
  if (content !== undefined && content.beside.length > 0) {
    members.keep('content', content.beside)
  }
  const fields = members.rest()
  const message: DraftMessage = {
    ...(id === undefined ? {} : { id: id.read }),
    role: role?.role ?? 'unknown',
    ...(userId === undefined ? {} : { userId }),
    ...(created === undefined ? {} : { createdAt: created.read.iso }),
    ...(edited === undefined ? {} : { editedAt: edited.read.iso }),
    content: content?.parts ?? [],
    ...(created?.read.source === undefined ? {} : { sourceTime: created.read.source }),
    ...(fields === undefined ? {} : { fields }),
  }
  tellUnread(message, members, content, tally)
  return {
    message,
    hasRole: role !== undefined,
    ...(conversation === undefined ? {} : { conversation }),
  }
}

/** A message that lies in another object (`{threadId, message: {role, content}}`), with what is around it. */
function unwrapped(value: JsonObject): JsonObject {
  if (value['role'] !== undefined || value['content'] !== undefined) return value
  for (const [name, inner] of Object.entries(value)) {
    if (!ENVELOPES.has(plainName(name)) || !isJsonObject(inner)) continue
    if (inner['role'] === undefined && inner['content'] === undefined) continue
    if (Object.hasOwn(inner, name)) continue
    const { [name]: _inner, ...around } = value
    const hidden = Object.entries(around).filter(([key]) => Object.hasOwn(inner, key))
    const beside = hidden.length === 0 ? {} : { [name]: Object.fromEntries(hidden) }
    return { ...around, ...inner, ...beside }
  }
  return value
}

/** The role, and the word for it where that is another. */
function takeRole(members: Members): { role: string; word: string | undefined } | undefined {
  const stated = members.take(ROLE, roleWord)
  if (stated !== undefined) {
    const role = knownRole(stated.read) ?? stated.read
    if (stated.value !== role) members.keep(stated.name, stated.value)
    return { role, word: role }
  }
  for (const [name, value] of members.named(SPEAKERS)) {
    const word = roleWord(value)
    const role = word === undefined ? undefined : knownRole(word)
    // A name or a kind stays where it is: only a word for a role is one.
    if (role === undefined) continue
    if (value === role) members.delete(name)
    return { role, word: role }
  }
  for (const [names, yes, no] of [
    [USER_FLAGS, 'user', 'assistant'],
    [BOT_FLAGS, 'assistant', 'user'],
  ] as const) {
    const flag = members.named(names).find(([, value]) => typeof value === 'boolean')
    if (flag !== undefined) return { role: flag[1] === true ? yes : no, word: undefined }
  }
  return undefined
}

function takeContent(members: Members): ReadContent | undefined {
  const content = members.get('content')
  members.delete('content')
  const found = content === undefined ? [] : [readContent(content)]
  const words = [...found]
  if (!words.some(hasWords)) {
    for (const [name, value] of members.named(WORDS)) {
      const read = readContent(value)
      if (!hasWords(read)) continue
      members.delete(name)
      words.push(read)
      break
    }
  }
  for (const [name, value] of members.named(MORE)) {
    const more = moreOf(name, value)
    if (more === undefined) continue
    members.delete(name)
    words.push(more)
  }
  return words.length === 0 ? undefined : joined(words)
}

/** A refusal, a spoken answer, or calls, which stand beside the content. */
function moreOf(name: string, value: JsonValue): ReadContent | undefined {
  const plain = plainName(name)
  if (plain === 'refusal') {
    const isSaid = typeof value === 'string' && value !== ''
    return isSaid ? readPart({ type: 'refusal', refusal: value }) : undefined
  }
  if (plain === 'audio')
    return isJsonObject(value) ? readPart({ type: 'audio', ...value }) : undefined
  return value === null ? undefined : { parts: [{ type: name, raw: value }], beside: [] }
}

/** The conversation by its own key, else by one that the message's metadata has. */
function takeConversation(members: Members, tally: Tally): ReadMessage['conversation'] {
  const found = members.take(BELONGING_NAMES, readConversationId)
  if (found !== undefined) {
    const { name, value, read: id } = found
    const plain = plainName(name)
    if (plain !== 'threadid') tally.add(`messages put together by their ${toldName(name)}`)
    const title = isJsonObject(value) ? (value['title'] ?? value['name']) : undefined
    if (isDocument(value)) members.keep(name, value)
    return { id, ...(typeof title === 'string' && title !== '' ? { title } : {}) }
  }
  const inner = inMetadata(members, BELONGING_NAMES, readConversationId)
  return inner === undefined ? undefined : { id: inner.read }
}

/** What the message's metadata says, which stays there. */
function inMetadata<T>(
  members: Members,
  wanted: Names,
  read: (value: JsonValue) => T | undefined,
): { readonly read: T } | undefined {
  const metadata = members.get('metadata') ?? members.get('meta')
  return isJsonObject(metadata) ? new Members(metadata).take(wanted, read) : undefined
}

/** The user by name; who speaks, where the user does. */
function takeUser(members: Members, role: string | undefined): string | undefined {
  const found = members.take(USER_NAMES, readId)
  if (found !== undefined) {
    if (isDocument(found.value)) members.keep(found.name, found.value)
    return found.read
  }
  const inner = inMetadata(members, USER_NAMES, readId)
  if (inner !== undefined) return inner.read
  if (role !== 'user') return undefined
  const author = members.named(AUTHORS).find(([, value]) => isJsonObject(value))
  const named = members.take(AUTHOR_IDS, readId)
  return named?.read ?? readId(author?.[1])
}

/** Tells of a member that is called a time and says none. */
function tellWrong(members: Members, names: Names, what: string, tally: Tally): void {
  const unread = members
    .named(names)
    .some(([, value]) => typeof value !== 'boolean' && value !== null && value !== '')
  if (unread) tally.add(`${what} that cannot be read, kept as they are`)
}
