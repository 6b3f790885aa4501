import { Binary, Decimal128, Long, ObjectId } from 'mongodb'
import type { Document } from 'mongodb'
import type { HistoryEntry } from '../../../domain/analysis/run.ts'
import { buildThread } from '../../../domain/thread/build-thread.ts'
import type { DraftMessage } from '../../../domain/thread/build-thread.ts'
import type { Message } from '../../../domain/thread/message.ts'
import type { Thread } from '../../../domain/thread/thread.ts'
import { canonicalJson } from '../../../domain/values/canonical-json.ts'
import { isDerivedId } from '../../../domain/values/ids.ts'
import { isJsonObject } from '../../../domain/values/json.ts'
import type { JsonValue } from '../../../domain/values/json.ts'
import { adoptedHistory } from '../../core/adoption/adopted-history.ts'
import { seedThread } from '../../core/adoption/seed-thread.ts'

const FORMAT = 'mongodb-seed'

/** The thread of a document that another program made. */
export function foreignThread(document: Document): Thread {
  const value = jsonOf(document)
  const fields = isJsonObject(value) ? value : {}
  const id = fields['id']
  const content = fields['content'] ?? value
  if (typeof id === 'string' && id !== '') return seedThread(id, content, FORMAT)
  if (typeof id === 'number') return seedThread(String(id), content, FORMAT)
  // Without an id the thread is its content.
  const { title, messages } = seedThread('?', content, FORMAT)
  const drafts = messages.map(draftOf)
  return buildThread(
    { ...(title === undefined ? {} : { title }), messages: drafts },
    { format: FORMAT },
  )
}

/** An id that was made here is made again, as it counts how often a message comes. */
function draftOf({ id, role, userId, createdAt, content }: Message): DraftMessage {
  return {
    ...(isDerivedId(id) ? {} : { id }),
    role,
    ...(userId === undefined ? {} : { userId }),
    ...(createdAt === undefined ? {} : { createdAt }),
    content,
  }
}

/** What BSON has beyond JSON, as text. */
function jsonOf(value: unknown): JsonValue {
  if (value === null || value === undefined) return null
  if (typeof value === 'string' || typeof value === 'boolean') return value
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value)
  if (typeof value === 'bigint' || value instanceof Decimal128) return String(value)
  if (value instanceof Long) return value.toString()
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString()
  if (value instanceof ObjectId) return value.toHexString()
  if (value instanceof Binary) return value.toString('base64')
  if (Array.isArray(value)) return value.map(jsonOf)
  if (typeof value !== 'object') return null
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, jsonOf(member)]))
}

/** Lines of the history that a document of another program stands for. */
export function historyOf(row: Document): HistoryEntry[] {
  const value = jsonOf(row)
  if (!isJsonObject(value)) return []
  const { _id = null } = value
  // The document's own `_id`, whatever type it has.
  return adoptedHistory(value, typeof _id === 'string' ? _id : canonicalJson(_id))
}
