import { textsOf } from '../../domain/thread/content-part.ts'
import type { DraftMessage } from '../../domain/thread/build-thread.ts'
import { isJsonObject } from '../../domain/values/json.ts'
import type { JsonObject, JsonValue } from '../../domain/values/json.ts'
import { mayNameAnswer } from './answer-names.ts'
import { findAnswer } from './find-answer.ts'
import { messageLists } from './find-list.ts'
import type { ListAt } from './find-list.ts'
import { pathText, withoutPath } from './json-path.ts'
import {
  CONVERSATION_NAMES,
  GROUP_NAMES,
  Members,
  names,
  TIME_NAMES,
  USER_NAMES,
} from '../kit/members.ts'
import type { Names } from '../kit/members.ts'
import { isDocument, readConversationId, readId } from '../kit/read-id.ts'
import { readMessage } from '../kit/read-message.ts'
import type { ReadMessage } from '../kit/read-message.ts'
import { toldName } from '../kit/tally.ts'
import { tellOfSomebody } from '../kit/tell-unread.ts'
import type { Tally } from '../kit/tally.ts'
import { readAnyTime } from '../kit/any-time.ts'

/** A conversation in one document. */
export interface ReadConversation {
  readonly id?: string
  readonly title?: string
  /** The time that the document gives itself; of messages without one. */
  readonly at?: string
  /** The document's own id, where that names a request and not the conversation. */
  readonly requestId?: string
  readonly attributes: JsonObject
  readonly messages: readonly DraftMessage[]
  /** Of each member of the list that is no message, where it stands and what is wrong with it. */
  readonly problems: readonly string[]
}

export interface ConversationOptions {
  /** What `id` and `_id` of a document are: of the conversation, or of one request. */
  readonly documentId: 'conversation' | 'request'
  /** Whether a message without a role is none; default it is one of role `unknown`. */
  readonly needsRole?: boolean
}

const DOCUMENT_ID = names('_id id uuid')
const REQUEST_ID = names('id _id requestid uuid')
const OWN_ID = new Set(['_id', 'id', 'threadId'])
const TITLES = ['threadTitle', 'title']

/**
 * The conversation that a document is: its messages, the answer that lies beside them, and what the
 * document says of it (id, user, time). All else are attributes.
 */
export function readConversation(
  document: JsonObject,
  found: ListAt,
  options: ConversationOptions,
  tally: Tally,
): ReadConversation {
  const holders = holdersOf(document, found)
  const isRequest = options.documentId === 'request'
  const id = conversationId(document, holders, isRequest, tally)
  const read = readList(found, id, options, tally)
  const { messages: answers, attributes } = readAnswer(document, found, id, read.messages, tally)
  const userId = firstOf(holders, USER_NAMES, readId)
  const at = firstOf(holders, TIME_NAMES, (value) => readAnyTime(value)?.iso)
  const requestId = isRequest ? firstOf(holders, REQUEST_ID, readId) : undefined
  const { title, rest } = takeTitle(isRequest ? attributes : withoutId(attributes, id))
  const messages = [...read.messages, ...answers]
  const asked = messages.filter(({ role }) => role === 'user')
  if (userId === undefined && asked.every((one) => one.userId === undefined)) {
    for (const holder of holders) tellOfSomebody(Object.entries(holder), tally)
  }
  return {
    ...(id === undefined ? {} : { id }),
    ...(title === undefined ? {} : { title }),
    ...(at === undefined ? {} : { at }),
    ...(requestId === undefined ? {} : { requestId }),
    attributes: rest,
    messages: userId === undefined ? messages : messages.map((one) => ofUser(one, userId)),
    problems: read.problems,
  }
}

/**
 * The id by the name of a conversation; else the document's own, where it is one conversation; else by the
 * name of what may hold several, which is told.
 */
function conversationId(
  document: JsonObject,
  holders: readonly JsonObject[],
  isRequest: boolean,
  tally: Tally,
): string | undefined {
  const own =
    firstOf(holders, CONVERSATION_NAMES, readConversationId) ??
    (isRequest ? undefined : firstOf([document], DOCUMENT_ID, readId))
  if (own !== undefined) return own
  for (const holder of holders) {
    const found = new Members(holder).take(GROUP_NAMES, readConversationId)
    if (found === undefined) continue
    tally.add(`conversations put together by their ${toldName(found.name)}`)
    return found.read
  }
  return undefined
}

/** The objects that say something of the conversation: the document, those around the list, metadata. */
function holdersOf(document: JsonObject, { path }: ListAt): JsonObject[] {
  const holders = [document]
  let inner: JsonValue | undefined = document
  for (const step of path.slice(0, -1)) {
    inner = isJsonObject(inner) && typeof step === 'string' ? inner[step] : undefined
    if (isJsonObject(inner)) holders.unshift(inner)
  }
  const around = holders.flatMap((holder) => [holder['metadata'], holder['response']])
  return [...holders, ...around.filter(isJsonObject)]
}

function firstOf<T>(
  holders: readonly JsonObject[],
  wanted: Names,
  read: (value: JsonValue) => T | undefined,
): T | undefined {
  for (const holder of holders) {
    const found = new Members(holder).take(wanted, read)
    if (found !== undefined) return found.read
  }
  return undefined
}

function readList(
  { path, list }: ListAt,
  id: string | undefined,
  options: ConversationOptions,
  tally: Tally,
) {
  const messages: DraftMessage[] = []
  const problems: string[] = []
  for (const [index, value] of list.entries()) {
    const read = readMessage(value, tally)
    if (typeof read === 'string') problems.push(`${pathText([...path, index])}: ${read}`)
    else if (options.needsRole === true && !read.hasRole) {
      problems.push(`${pathText([...path, index])}: an object without a role`)
    } else messages.push(withConversation(read, id))
  }
  return { messages, problems }
}

/** The message, with the conversation that it names beside it where that is another. */
function withConversation({ message, conversation }: ReadMessage, id: string | undefined) {
  if (conversation === undefined || conversation.id === id) return message
  return { ...message, fields: { conversation: conversation.id, ...message.fields } }
}

/** The answer beside the messages, unless it is the last of them; it leaves the attributes. */
function readAnswer(
  document: JsonObject,
  { path }: ListAt,
  id: string | undefined,
  before: readonly DraftMessage[],
  tally: Tally,
): { messages: readonly DraftMessage[]; attributes: JsonObject } {
  let attributes = withoutPath(document, path)
  const found = before.length === 0 ? undefined : findAnswer(attributes, path.slice(0, -1))
  if (found === undefined) {
    if (before.at(-1)?.role === 'user') tellOfAnswers(attributes, tally)
    tellOfLists(attributes, tally)
    return { messages: [], attributes }
  }
  if (found.messages.length === 0) {
    tally.add('answers that are not understood, kept and not read as messages')
    tellOfLists(attributes, tally)
    return { messages: [], attributes }
  }
  const last = before.at(-1)
  const messages: DraftMessage[] = []
  for (const [index, value] of found.messages.entries()) {
    const read = readMessage(value, tally)
    const same = before.at(index - found.messages.length)
    if (typeof read === 'string' || isSame(read.message, same)) continue
    // A lone text beside a conversation that ends with an answer may be anything.
    if (last?.role === 'assistant' && found.isText) continue
    messages.push(withConversation(read, id))
  }
  if (messages.length === found.messages.length) {
    for (const place of found.paths.toReversed()) attributes = withoutPath(attributes, place)
  }
  tellOfLists(attributes, tally)
  if (found.others > 0) {
    tally.add('answers beside the first, kept and not read as messages', found.others)
  }
  return { messages, attributes }
}

function tellOfLists(attributes: JsonObject, tally: Tally): void {
  const lists = messageLists(attributes).length
  if (lists > 0) tally.add('lists of messages beside the one that is read, kept', lists)
}

/** Tells of what may answer a conversation that ends with a question. */
function tellOfAnswers(attributes: JsonObject, tally: Tally): void {
  const maybe = Object.entries(attributes).filter(
    ([name, value]) =>
      mayNameAnswer(name) &&
      (typeof value === 'string' ? value !== '' : isJsonObject(value) || Array.isArray(value)),
  )
  for (const [name] of maybe) {
    tally.add(`members ${toldName(name)} that may be an answer, kept and not read as a message`)
  }
}

function isSame(a: DraftMessage, b: DraftMessage | undefined): boolean {
  if (b === undefined || a.role !== b.role) return false
  return JSON.stringify(textsOf(a.content)) === JSON.stringify(textsOf(b.content))
}

function ofUser(message: DraftMessage, userId: string): DraftMessage {
  return message.role === 'user' && message.userId === undefined ? { ...message, userId } : message
}

/** `_id` and `id` that say what the thread's id says already are not said again. */
function withoutId(attributes: JsonObject, id: string | undefined): JsonObject {
  if (id === undefined) return attributes
  return Object.fromEntries(
    Object.entries(attributes).filter(
      ([name, value]) => !OWN_ID.has(name) || isDocument(value) || readId(value) !== id,
    ),
  )
}

function takeTitle(attributes: JsonObject): { title?: string; rest: JsonObject } {
  const name = TITLES.find((one) => typeof attributes[one] === 'string')
  const title = name === undefined ? undefined : attributes[name]
  if (name === undefined || typeof title !== 'string') return { rest: attributes }
  const { [name]: _title, ...rest } = attributes
  if (rest['title'] === undefined) return { title, rest }
  // The thread's own attribute `title` is the one that was taken.
  const { title: other, ...others } = rest
  return { title, rest: other === title ? others : { ...others, otherTitle: other ?? null } }
}
