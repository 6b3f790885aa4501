import { buildThread } from '../../../domain/thread/build-thread.ts'
import type { DraftMessage } from '../../../domain/thread/build-thread.ts'
import type { ContentPart } from '../../../domain/thread/content-part.ts'
import type { Thread } from '../../../domain/thread/thread.ts'
import { isJsonArray, isJsonObject } from '../../../domain/values/json.ts'
import type { JsonObject, JsonValue } from '../../../domain/values/json.ts'

/**
 * The thread of a row, document or object that someone made by the seed's own statements. `content` is
 * a list of messages, `{messages: […]}` or a thread file of the older app; anything else gives a thread
 * without messages. What is not known of a message is kept raw.
 *
 * @param format what the thread's source says it came in: `postgres-seed`, …
 */
export function seedThread(id: string, content: JsonValue, format: string): Thread {
  return buildThread({ id, ...readContent(content) }, { format })
}

/** A list of messages, `{messages: […]}`, or a thread file of the older app. */
function readContent(content: JsonValue): { title?: string; messages: DraftMessage[] } {
  const named = isJsonObject(content) ? content['messages'] : content
  const list = isJsonArray(named) ? named : []
  const title = isJsonObject(content) ? (content['title'] ?? content['threadTitle']) : undefined
  return {
    ...(typeof title === 'string' ? { title } : {}),
    messages: list.filter(isJsonObject).map(readMessage),
  }
}

function readMessage(value: JsonObject): DraftMessage {
  const id = value['id'] ?? value['_id']
  const userId = value['userId'] ?? value['user_id']
  const time = value['createdAt'] ?? value['created_at'] ?? value['timestamp']
  const date = new Date(typeof time === 'string' || typeof time === 'number' ? time : Number.NaN)
  return {
    ...(typeof id === 'string' || typeof id === 'number' ? { id: String(id) } : {}),
    role: typeof value['role'] === 'string' ? value['role'] : 'unknown',
    ...(typeof userId === 'string' ? { userId } : {}),
    ...(Number.isNaN(date.getTime()) ? {} : { createdAt: date.toISOString() }),
    content: readParts(value['content']),
  }
}

function readParts(content: JsonValue | undefined): ContentPart[] {
  if (content === undefined || content === null) return []
  const parts = isJsonArray(content) ? content : [content]
  return parts.map((part): ContentPart => {
    if (typeof part === 'string') return { type: 'text', text: part }
    if (isJsonObject(part) && typeof part['text'] === 'string' && part['type'] === 'text') {
      return { type: 'text', text: part['text'] }
    }
    const type = isJsonObject(part) && typeof part['type'] === 'string' ? part['type'] : 'unknown'
    return { type: type === 'text' ? 'item:text' : type, raw: part }
  })
}
