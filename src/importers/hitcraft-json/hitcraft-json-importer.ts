import type { Reject } from '../../domain/import-record.ts'
import { isJsonObject } from '../../domain/values/json.ts'
import type { JsonValue } from '../../domain/values/json.ts'
import { isHitCraftError } from '../../errors/hitcraft-error.ts'
import { buildThread } from '../../domain/thread/build-thread.ts'
import type { ExportContext } from '../../domain/thread/build-thread.ts'
import type { Thread } from '../../domain/thread/thread.ts'
import { exportContext } from '../export-context.ts'
import type { ByteSource, FileHead, ImportBatch, Importer, ImportOptions } from '../importer.ts'
import { JsonSplitter } from '../json/json-splitter.ts'
import type { JsonPiece } from '../json/json-splitter.ts'
import { newestCreatedAt } from './newest-time.ts'
import { isThreadDocument, readMessage, readThread, tryMessage } from './read-document.ts'
import type { CollectionMessage } from './read-document.ts'
import { ThreadWindow } from './thread-window.ts'

const FORMAT = 'hitcraft-json'

/** An export of the messages collection, or of threads, as JSON or MongoDB Extended JSON. */
export const hitcraftJsonImporter: Importer = {
  format: FORMAT,
  title: 'HitCraft JSON',
  looksLike: 'JSON documents with "threadId" or "createdAt" beside "role" and "content"',
  detect,
  newestMessageAt: newestCreatedAt,
  read,
}

function detect({ text }: FileHead): number {
  if (!/^\uFEFF?\s*[[{]/.test(text)) return 0
  if (/"mapping"\s*:|"chat_messages"\s*:|"conversationId"\s*:/.test(text)) return 0
  const role = /"role"\s*:/.test(text)
  const message = /"(?:threadId|thread_id)"\s*:/.test(text)
  if (message && (role || /"(?:threadTitle|messages)"\s*:/.test(text))) return 1
  if (role && /"_id"\s*:/.test(text) && /"content"\s*:/.test(text)) return 0.9
  return 0
}

async function* read(source: ByteSource, options: ImportOptions): AsyncGenerator<ImportBatch> {
  const reading = new Reading(exportContext(FORMAT, options), storedBefore(options.resume))
  const splitter = new JsonSplitter()
  for await (const chunk of source.read()) {
    options.signal?.throwIfAborted()
    for (const piece of splitter.push(chunk)) reading.take(piece)
    options.onBytes?.(splitter.position.offset)
    const batch = reading.batch(splitter.position.offset, false)
    if (batch !== undefined) yield batch
  }
  for (const piece of splitter.end()) reading.take(piece)
  const last = reading.batch(splitter.position.offset, true)
  if (last !== undefined) yield last
}

/** What was read since the last batch. */
class Reading {
  readonly #window: ThreadWindow
  readonly #context: ExportContext
  #whole: Thread[] = []
  #rejects: Reject[] = []
  #messages = 0
  /** What left while reading up to here was stored by the import that is being resumed. */
  readonly #storedBefore: number

  constructor(context: ExportContext, storedBefore: number) {
    this.#context = context
    this.#window = new ThreadWindow(context)
    this.#storedBefore = storedBefore
  }

  /** What leaves depends on the pieces alone, not on how the bytes came, so that resuming meets it again. */
  take(piece: JsonPiece): void {
    this.#read(piece)
    this.#whole.push(...this.#window.take(false))
    if (piece.offset + piece.length <= this.#storedBefore) {
      this.#whole = []
      this.#rejects = []
      this.#messages = 0
    }
  }

  #read(piece: JsonPiece): void {
    try {
      if (piece.problem !== undefined) this.#reject(piece, piece.problem)
      else if (piece.value !== undefined) this.#takeValue(piece, piece.value)
    } catch (error) {
      if (!isHitCraftError(error, 'INVALID_INPUT')) throw error
      this.#reject(piece, error.message)
    }
  }

  #takeValue(piece: JsonPiece, value: JsonValue): void {
    const place = { offset: piece.offset, bytes: piece.length }
    if (isJsonObject(value) && isWrapper(value)) {
      // {messages: […]}: a list of messages in an envelope.
      const list = value['messages'] as readonly JsonValue[]
      const bytes = Math.ceil(piece.length / list.length)
      for (const message of list) {
        const { read, problem } = tryMessage(message)
        if (read === undefined) this.#reject(piece, problem)
        else this.#takeMessage(read, { ...place, bytes })
      }
      return
    }
    if (isJsonObject(value) && isThreadDocument(value)) {
      const { id, messages, title, attributes, problems } = readThread(value)
      for (const problem of problems) this.#reject(piece, problem)
      this.#messages += messages.length
      const stated = { attributes, ...(title === undefined ? {} : { title }) }
      if (id === undefined) this.#whole.push(buildThread({ messages, ...stated }, this.#context))
      else this.#window.add(id, messages, place, stated)
      return
    }
    this.#takeMessage(readMessage(value), place)
  }

  #takeMessage(read: CollectionMessage, place: { offset: number; bytes: number }): void {
    const { threadId, message } = read
    this.#messages++
    const id = threadId ?? message.id
    if (id === undefined) this.#whole.push(buildThread({ messages: [message] }, this.#context))
    else this.#window.add(id, [message], place)
  }

  #reject(piece: JsonPiece, reason: string): void {
    const { offset, length, line } = piece
    this.#rejects.push({ offset, length, line, reason })
  }

  /** What can be stored now; undefined while that is nothing. */
  batch(offset: number, atEnd: boolean): ImportBatch | undefined {
    const threads = [...this.#whole, ...(atEnd ? this.#window.take(true) : [])]
    if (threads.length === 0 && this.#rejects.length === 0 && !atEnd) return undefined
    const acknowledged = this.#window.acknowledged(offset)
    const batch: ImportBatch = {
      threads,
      messages: this.#messages,
      rejects: this.#rejects,
      notes: [],
      acknowledged,
      resume: { offset: acknowledged, read: offset },
    }
    this.#whole = []
    this.#rejects = []
    this.#messages = 0
    return batch
  }
}

/** An object that holds nothing but a list of messages which name their threads. */
function isWrapper(value: { readonly [key: string]: JsonValue }): boolean {
  const list = value['messages']
  if (!Array.isArray(list) || value['_id'] !== undefined || value['threadId'] !== undefined)
    return false
  if (value['threadTitle'] !== undefined || value['thread_id'] !== undefined) return false
  return list.some(
    (item: JsonValue) =>
      isJsonObject(item) && (item['threadId'] ?? item['thread_id']) !== undefined,
  )
}

function storedBefore(resume: JsonValue | undefined): number {
  if (!isJsonObject(resume)) return 0
  const { read: offset } = resume
  return typeof offset === 'number' ? offset : 0
}
