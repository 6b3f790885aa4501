import { buildThread } from '../../domain/thread/build-thread.ts'
import type { DraftMessage, ExportContext } from '../../domain/thread/build-thread.ts'
import type { ContentPart } from '../../domain/thread/content-part.ts'
import { isJsonObject } from '../../domain/values/json.ts'
import type { JsonObject, JsonValue } from '../../domain/values/json.ts'
import type { Reject } from '../../domain/import-record.ts'
import type { Thread } from '../../domain/thread/thread.ts'
import { JsonSplitter } from '../json/json-splitter.ts'
import type { JsonPiece, SplitterState } from '../json/json-splitter.ts'
import { exportContext } from '../export-context.ts'
import type { ByteSource, FileHead, ImportBatch, Importer, ImportOptions } from '../importer.ts'

const FORMAT = 'openai-messages'
const REQUEST_FIELDS = new Set('id request_id created created_at timestamp'.split(' '))
const BATCH_BYTES = 2 * 1024 * 1024

/** OpenAI messages and fine-tuning JSONL: conversations without ids and without times. */
export const openaiMessagesImporter: Importer = {
  format: FORMAT,
  title: 'OpenAI messages JSONL',
  looksLike: 'JSON lines with "messages": [{"role": …, "content": …}]',
  detect,
  newestMessageAt: async () => undefined,
  read,
}

function detect({ text }: FileHead): number {
  if (!/^\uFEFF?\s*(?:\[\s*)?\{/.test(text)) return 0
  if (/"(?:threadId|_id|mapping|chat_messages|conversationId)"\s*:/.test(text)) return 0
  const list = /"messages"\s*:\s*\[\s*\{/.exec(text)
  if (list === null || !isOutermost(text.slice(0, list.index))) return 0
  const first = text.slice(list.index, list.index + 4000)
  return /"role"\s*:\s*"/.test(first) && /"(?:content|tool_calls)"\s*:/.test(first) ? 0.8 : 0
}

/** Whether what comes next is a member of a document of the outermost list, not of something within. */
function isOutermost(before: string): boolean {
  const marks = before.replace(/"(?:[^"\\]|\\.)*"/g, '')
  let braces = 0
  let brackets = 0
  for (const mark of marks) {
    if (mark === '{') braces++
    else if (mark === '}') braces--
    else if (mark === '[') brackets++
    else if (mark === ']') brackets--
  }
  return braces === 1 && brackets <= 1
}

async function* read(source: ByteSource, options: ImportOptions): AsyncGenerator<ImportBatch> {
  const { offset, state } = resumeAt(options.resume)
  const splitter = new JsonSplitter(offset, state)
  const context = exportContext(FORMAT, options)
  let threads: Thread[] = []
  let rejects: Reject[] = []
  let messages = 0
  let gathered = 0
  const take = (piece: JsonPiece) => {
    const thread = piece.value === undefined ? undefined : readConversation(piece.value, context)
    gathered += piece.length
    if (thread === undefined) {
      const { offset: at, line, length, problem } = piece
      const reason = problem ?? 'no list of messages with role and content'
      rejects.push({ offset: at, line, length, reason })
    } else {
      threads.push(thread)
      messages += thread.messages.length
    }
  }
  const batch = (): ImportBatch => {
    const { offset: acknowledged, state: resumed } = splitter.position
    const resume = { offset: acknowledged, inArray: resumed.inArray, line: resumed.line }
    const made = { threads, messages, rejects, notes: [], acknowledged, resume }
    threads = []
    rejects = []
    messages = 0
    gathered = 0
    return made
  }
  for await (const chunk of source.read(offset)) {
    options.signal?.throwIfAborted()
    for (const piece of splitter.push(chunk)) take(piece)
    options.onBytes?.(splitter.position.offset)
    if (gathered > BATCH_BYTES) yield batch()
  }
  for (const piece of splitter.end()) take(piece)
  yield batch()
}

function readConversation(value: JsonValue, context: ExportContext): Thread | undefined {
  if (!isJsonObject(value) || !Array.isArray(value['messages'])) return undefined
  const { messages: list, ...attributes } = value
  const messages = (list as readonly JsonValue[]).map(readMessage)
  if (messages.length === 0 || messages.includes(undefined)) return undefined
  const request = requestOf(attributes)
  const userId = attributes['user'] ?? attributes['user_id']
  const who = typeof userId === 'string' && userId !== '' ? { userId } : {}
  return buildThread(
    {
      messages: messages.flatMap((message) =>
        message === undefined ? [] : [Object.assign(message, message.role === 'user' ? who : {})],
      ),
      attributes,
      ...(request === undefined ? {} : { request }),
    },
    context,
  )
}

/** What tells a logged request from one of the same words: its id, its time. */
function requestOf(attributes: JsonObject): JsonObject | undefined {
  const told = Object.entries(attributes).filter(
    ([name, value]) => REQUEST_FIELDS.has(name) && value !== null,
  )
  return told.length === 0 ? undefined : Object.fromEntries(told)
}

function readMessage(value: JsonValue): DraftMessage | undefined {
  if (!isJsonObject(value) || typeof value['role'] !== 'string') return undefined
  const { role, content, ...rest } = value
  const extra = Object.entries(rest).filter(([, member]) => member !== null)
  return {
    role: role === '' ? 'unknown' : role,
    content: [
      ...readContent(content),
      ...extra.map(([name, raw]): ContentPart => ({
        type: name === 'text' ? 'item:text' : name,
        raw,
      })),
    ],
  }
}

/** A text, null, or parts; a part that is no plain text is kept whole. */
function readContent(content: JsonValue | undefined): ContentPart[] {
  if (content === undefined || content === null) return []
  if (typeof content === 'string') return [{ type: 'text', text: content }]
  const parts: readonly JsonValue[] = Array.isArray(content) ? (content as JsonValue[]) : [content]
  return parts.map((part): ContentPart => {
    if (typeof part === 'string') return { type: 'text', text: part }
    if (!isJsonObject(part)) return { type: 'unknown', raw: part }
    return readPart(part)
  })
}

function readPart(part: JsonObject): ContentPart {
  const { type, ...rest } = part
  const text = rest['text']
  if (type === 'text' && typeof text === 'string' && Object.keys(rest).length === 1) {
    return { type: 'text', text }
  }
  const name = typeof type === 'string' && type !== '' ? type : 'unknown'
  return { type: name === 'text' ? 'item:text' : name, raw: rest }
}

function resumeAt(resume: JsonValue | undefined): { offset: number; state: SplitterState } {
  const value = isJsonObject(resume) ? resume : {}
  const { offset, inArray, line } = value
  return {
    offset: typeof offset === 'number' ? offset : 0,
    state: { inArray: inArray === true, line: typeof line === 'number' ? line : 1 },
  }
}
