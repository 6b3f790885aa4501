import type { Reject } from '../../domain/import-record.ts'
import { buildThread } from '../../domain/thread/build-thread.ts'
import type { DraftMessage, ExportContext } from '../../domain/thread/build-thread.ts'
import { textsOf } from '../../domain/thread/content-part.ts'
import { hashOf } from '../../domain/values/canonical-json.ts'
import type { Thread } from '../../domain/thread/thread.ts'
import { isJsonObject } from '../../domain/values/json.ts'
import type { JsonObject, JsonValue } from '../../domain/values/json.ts'
import type { ByteSource, ImportBatch, ImportOptions } from '../importer.ts'
import { JsonSplitter } from '../json/json-splitter.ts'
import type { JsonPiece } from '../json/json-splitter.ts'
import { findList, looksLikeMessage } from './find-list.ts'
import type { ListAt } from './find-list.ts'
import { parsedText } from './parsed-text.ts'
import { leavesOf, pathText, withoutPath } from './json-path.ts'
import { readConversation } from './read-conversation.ts'
import type { ConversationOptions } from './read-conversation.ts'
import { readMessage } from '../kit/read-message.ts'
import type { ReadMessage } from '../kit/read-message.ts'
import { knownRole } from '../kit/read-role.ts'
import { readId } from '../kit/read-id.ts'
import { Tally, toldName } from '../kit/tally.ts'
import { withoutSharedIds } from './shared-ids.ts'
import { ThreadTally } from '../thread-tally.ts'
import { utf8Source } from './utf8-source.ts'
import { ThreadWindow } from './thread-window.ts'

/** Source bytes of what is stored at once, where nothing forces it earlier. */
const BATCH_BYTES = 2 * 1024 * 1024
/** Envelopes within envelopes. */
const DEEPEST = 4

/** Where a value lies in the source. */
interface Place {
  readonly piece: JsonPiece
  /** The value's own path within the piece. */
  readonly path: readonly (string | number)[]
  /** Source bytes of it, by estimate. */
  readonly bytes: number
}

/** Streams a log whose values are messages, conversations, or envelopes around these. */
export async function* readJsonLog(
  source: ByteSource,
  context: ExportContext,
  reader: ConversationOptions,
  options: ImportOptions,
): AsyncGenerator<ImportBatch> {
  const reading = new JsonLog(context, reader, storedBefore(options.resume))
  const splitter = new JsonSplitter(0, undefined, options.list)
  const { source: utf8, notes } = await utf8Source(source, options)
  for await (const chunk of utf8.read()) {
    options.signal?.throwIfAborted()
    for (const piece of splitter.push(chunk)) reading.take(piece)
    options.onBytes?.(splitter.position.offset)
    if (reading.isFull) yield reading.batch(splitter.position.offset, false)
  }
  for (const piece of splitter.end()) reading.take(piece)
  yield reading.batch(splitter.position.offset, true, [...notes, ...splitter.notes()])
}

/** What was read since the last batch. */
class JsonLog {
  readonly #context: ExportContext
  readonly #reader: ConversationOptions
  readonly #window: ThreadWindow
  readonly #tally = new Tally()
  /** What left while reading up to here was stored by the import that is being resumed. */
  readonly #storedBefore: number
  /** Messages that name neither themselves nor a conversation: together they are one. */
  readonly #bare: DraftMessage[] = []
  #bareOffset: number | undefined
  /** What the last document of a conversation began with, as a number. */
  readonly #begins = new ThreadTally()
  /** Where it stands, counted from 1, and how many messages it has. */
  readonly #places = new ThreadTally()
  readonly #lengths = new ThreadTally()
  /** Conversations without an id, by their words. */
  readonly #said = new ThreadTally()
  #threads: Thread[] = []
  #rejects: Reject[] = []
  #messages = 0
  #bytes = 0

  constructor(context: ExportContext, reader: ConversationOptions, stored: number) {
    this.#context = context
    this.#reader = reader
    this.#window = new ThreadWindow(context, this.#tally)
    this.#storedBefore = stored
  }

  get isFull(): boolean {
    return this.#bytes > BATCH_BYTES
  }

  /** What leaves depends on the pieces alone, not on how the bytes came, so that resuming meets it again. */
  take(piece: JsonPiece): void {
    if (piece.problem !== undefined) this.#reject(piece, piece.problem)
    else if (piece.value !== undefined) {
      this.#takeValue(piece.value, { piece, path: [], bytes: piece.length }, 0)
    }
    this.#threads.push(...this.#window.take(false))
    this.#bytes += piece.length
    if (piece.offset + piece.length <= this.#storedBefore) {
      this.#threads = []
      this.#rejects = []
      this.#messages = 0
      this.#bytes = 0
    }
  }

  #takeValue(value: JsonValue, place: Place, depth: number): void {
    if (Array.isArray(value)) this.#takeList(value as readonly JsonValue[], place, depth)
    else if (!isJsonObject(value)) this.#rejectAt(place, 'not an object')
    else {
      const document = withParsedList(value)
      const found = findList(document)
      if (found === undefined) this.#takeMessage(document, place)
      else if (found.kind === 'conversation') this.#takeConversation(document, found, place)
      else if (depth >= DEEPEST) this.#rejectAt(place, 'envelopes in envelopes')
      else this.#takeEnvelope(document, found.lists, place, depth)
    }
  }

  #takeEnvelope(value: JsonObject, lists: readonly ListAt[], place: Place, depth: number): void {
    const around = leavesOf(lists.reduce((rest, { path }) => withoutPath(rest, path), value))
    if (around > 0) {
      this.#tally.add('values of the envelope around the conversations, passed over', around)
    }
    const bytes = Math.ceil(place.bytes / lists.length)
    for (const { path, list } of lists) {
      this.#takeItems(list, { ...place, path: [...place.path, ...path], bytes }, depth)
    }
  }

  /** A list within a list is a conversation, where it holds messages. */
  #takeList(list: readonly JsonValue[], place: Place, depth: number): void {
    if (list.some(looksLikeMessage)) {
      this.#takeValue({ messages: list }, place, depth)
    } else if (depth >= DEEPEST) this.#rejectAt(place, 'lists in lists')
    else if (list.length === 0) this.#rejectAt(place, 'an empty list')
    else this.#takeItems(list, place, depth)
  }

  #takeItems(list: readonly JsonValue[], place: Place, depth: number): void {
    if (list.length === 0) this.#rejectAt(place, 'an empty list')
    const bytes = Math.ceil(place.bytes / Math.max(1, list.length))
    for (const [index, item] of list.entries()) {
      this.#takeValue(item, { ...place, path: [...place.path, index], bytes }, depth + 1)
    }
  }

  #takeConversation(document: JsonObject, found: ListAt, place: Place): void {
    const read = readConversation(document, found, this.#reader, this.#tally)
    for (const problem of read.problems) this.#rejectAt(place, problem)
    const { id, title, attributes, messages, requestId } = read
    const at = read.at === undefined || isBroken(read.at, this.#context) ? undefined : read.at
    if (messages.length === 0 && (id === undefined || read.problems.length > 0)) {
      if (found.list.length === 0) this.#rejectAt(place, 'a conversation without messages')
      return
    }
    this.#messages += messages.length
    const stated = { attributes, ...(title === undefined ? {} : { title }) }
    // A document is a state of its conversation, not a piece: what it repeats is there once.
    const request = id === undefined ? requestOf(requestId, read.at) : {}
    const thread = buildThread(
      {
        messages: withoutSharedIds(messages, this.#tally),
        ...stated,
        ...(id === undefined ? {} : { id, firstPlace: this.#placeOf(id, messages) }),
        ...(at === undefined ? {} : { after: at }),
        ...request,
      },
      this.#context,
    )
    this.#threads.push(thread)
    if (id === undefined && request.request === undefined) this.#tellOfRepeat(thread)
  }

  /**
   * The place of a document's first message: that of the last of its conversation, of which it is another
   * state; behind that one where it begins otherwise, which is told.
   */
  #placeOf(id: string, messages: readonly DraftMessage[]): number {
    const first = messages.find(({ role }) => role !== 'system' && role !== 'developer')
    const place = Math.max(0, this.#places.get(id) - 1)
    if (first === undefined) return place
    const begin = parseInt(hashOf([first.role, textsOf(first.content)]).slice(0, 8), 16) + 1
    const before = this.#begins.get(id)
    const isOther = before > 0 && before !== begin
    if (isOther) {
      this.#tally.add(
        'documents that begin otherwise than the last of their conversation; what they repeat is read once',
      )
    }
    const found = isOther ? place + Math.max(this.#lengths.get(id), 1) : place
    this.#begins.set(id, begin)
    this.#places.set(id, found + 1)
    this.#lengths.set(id, Math.max(messages.length, isOther ? 0 : this.#lengths.get(id)))
    return found
  }

  /** A conversation that is known by its words alone, and whose words came before. */
  #tellOfRepeat({ id }: Thread): void {
    if (this.#said.get(id) > 0) {
      this.#tally.add(
        'conversations in the words of one before and told apart by nothing, read once',
      )
    }
    this.#said.set(id, 1)
  }

  #takeMessage(value: JsonValue, place: Place): void {
    const read = readMessage(value, this.#tally)
    const problem = typeof read === 'string' ? read : problemOf(read)
    if (typeof read === 'string' || problem !== undefined) {
      this.#rejectAt(place, problem ?? 'no message')
      return
    }
    const { message, conversation } = read
    this.#messages++
    if (conversation !== undefined) {
      const { id, title } = conversation
      this.#window.add(id, [message], placeIn(place), title === undefined ? {} : { title })
    } else if (message.id !== undefined) {
      this.#tally.add('messages that name no conversation, each a thread of its own')
      this.#tellOfIds(message)
      this.#window.add(message.id, [message], placeIn(place))
    } else {
      this.#tally.add('messages that name no conversation and no id, read as one conversation')
      this.#tellOfIds(message)
      this.#bare.push(message)
      this.#bareOffset ??= place.piece.offset
    }
  }

  /** Of a message that names no conversation: what else might have put it together with others. */
  #tellOfIds({ fields = {} }: DraftMessage): void {
    for (const [name, value] of Object.entries(fields)) {
      if (!/(?:id|key|uuid)$/i.test(name) || readId(value) === undefined) continue
      this.#tally.add(`members ${toldName(name)} that put no messages together`)
    }
  }

  #rejectAt({ piece, path }: Place, reason: string): void {
    const at = pathText(path)
    this.#reject(piece, at === '' ? reason : `${at}: ${reason}`)
  }

  #reject({ offset, length, line }: JsonPiece, reason: string): void {
    this.#rejects.push({ offset, length, line, reason })
  }

  /** What can be stored now. */
  batch(offset: number, atEnd: boolean, notes: readonly string[] = []): ImportBatch {
    const threads = [...this.#threads]
    if (atEnd) {
      threads.push(...this.#window.take(true))
      if (this.#bare.length > 0) threads.push(buildThread({ messages: this.#bare }, this.#context))
    }
    const acknowledged = Math.min(
      this.#window.acknowledged(offset),
      atEnd ? offset : (this.#bareOffset ?? offset),
    )
    const batch: ImportBatch = {
      threads,
      messages: this.#messages,
      rejects: this.#rejects,
      notes: atEnd ? [...this.#tally.notes(), ...notes] : [],
      acknowledged,
      resume: { offset: acknowledged, read: offset },
    }
    this.#threads = []
    this.#rejects = []
    this.#messages = 0
    this.#bytes = 0
    return batch
  }
}

/** The document with its messages as a list, where a column of a table held them as JSON text. */
function withParsedList(document: JsonObject): JsonObject {
  const text = document['messages']
  if (typeof text !== 'string') return document
  const list = parsedText(text)
  return Array.isArray(list) ? { ...document, messages: list } : document
}

/** What tells a logged request from one of the same words. */
function requestOf(id: string | undefined, at: string | undefined): { request?: JsonObject } {
  if (id === undefined && at === undefined) return {}
  return { request: { ...(id === undefined ? {} : { id }), ...(at === undefined ? {} : { at }) } }
}

function isBroken(time: string, { clock }: ExportContext): boolean {
  return clock?.believes(time) === false
}

/** Without a conversation of its own, a document is a message only if a role of a chat says so. */
function problemOf({ conversation, hasRole, message }: ReadMessage): string | undefined {
  if (conversation !== undefined || (hasRole && knownRole(message.role) !== undefined)) {
    return undefined
  }
  return 'an object that names no conversation and no role of a chat'
}

function placeIn({ piece, bytes }: Place): { offset: number; bytes: number } {
  return { offset: piece.offset, bytes }
}

function storedBefore(resume: JsonValue | undefined): number {
  if (!isJsonObject(resume)) return 0
  const { read: offset } = resume
  return typeof offset === 'number' ? offset : 0
}
