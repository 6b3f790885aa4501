import type { Document } from 'mongodb'
import type { ContentPart } from '../../../domain/thread/content-part.ts'
import { isTextPart } from '../../../domain/thread/content-part.ts'
import type { ThreadSummary } from '../../../domain/thread/thread-summary.ts'
import type { Message } from '../../../domain/thread/message.ts'
import type { Thread } from '../../../domain/thread/thread.ts'
import type { ReadableMessage, ReadableThread } from './documents.ts'

/** UTF-16 units of words that are laid out. */
const MOST_UNITS = 1_000_000
const MOST_TITLE = 1000

export function readableThread(thread: Thread, { firstMessageAt }: ThreadSummary): ReadableThread {
  const messages: ReadableMessage[] = []
  let units = 0
  for (const message of thread.messages) {
    const readable = readableMessage(message)
    units += readable.content.reduce((sum, { text = '' }) => sum + text.length + 50, 100)
    if (units > MOST_UNITS) break
    messages.push(readable)
  }
  const created = new Date(firstMessageAt ?? Number.NaN)
  return {
    title: thread.title === undefined ? null : plain(thread.title.slice(0, MOST_TITLE)),
    messages,
    created_at: Number.isNaN(created.getTime()) ? null : created,
  }
}

function readableMessage({ id, role, userId, createdAt, content }: Message): ReadableMessage {
  return {
    id: plain(id),
    role: plain(role),
    ...(userId === undefined ? {} : { userId: plain(userId) }),
    ...(createdAt === undefined ? {} : { createdAt }),
    content: content.map(readablePart),
  }
}

/** A raw value may hold names and a depth that BSON has not. */
function readablePart(part: ContentPart): ReadableMessage['content'][number] {
  return isTextPart(part) ? { type: part.type, text: plain(part.text) } : { type: plain(part.type) }
}

/** Without what some tools and servers stumble over. */
function plain(text: string): string {
  return text.toWellFormed().replaceAll('\0', '\uFFFD')
}

/** What another program's document lacks of a thread, or says otherwise: the rest of it stays as it is. */
export function lackedBy(
  document: Document,
  readable: ReadableThread,
  isOfThatContent: boolean,
): Partial<ReadableThread> {
  const fields = Object.entries(readable).filter(([name, value]) => {
    if (name === 'messages' && !isOfThatContent) return true
    return value !== null && (document[name] ?? null) === null
  })
  return Object.fromEntries(fields)
}
