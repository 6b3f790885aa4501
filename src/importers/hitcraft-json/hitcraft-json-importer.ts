import { isJsonObject } from '../../domain/values/json.ts'
import type { JsonObject, JsonValue } from '../../domain/values/json.ts'
import { exportContext } from '../export-context.ts'
import type { ByteSource, FileHead, ImportBatch, Importer, ImportOptions } from '../importer.ts'
import { findList, looksLikeMessage, namesConversation } from '../json-log/find-list.ts'
import { readJsonLog } from '../json-log/read-json-log.ts'
import { newestTime } from '../json-log/newest-time.ts'
import { knownRole } from '../kit/read-role.ts'

const FORMAT = 'hitcraft-json'
/** What only a thread of its own has. */
const THREAD = ['threadId', 'thread_id', 'threadTitle', '_id']

/** An export of the messages collection, or of threads, as JSON or MongoDB Extended JSON. */
export const hitcraftJsonImporter: Importer = {
  format: FORMAT,
  looksLike: 'JSON documents with "threadId" or "createdAt" beside "role" and "content"',
  detect,
  newestMessageAt: newestTime,
  read,
}

function detect({ values }: FileHead): number {
  return values.some((value) => isOurs(value)) ? 0.9 : 0
}

/** Whether a value is a message of a collection, a thread with its messages, or a list of those. */
function isOurs(value: JsonValue): boolean {
  if (!isJsonObject(value)) return false
  const found = findList(value)
  if (found === undefined) return isMessage(value)
  if (found.kind === 'envelope') return found.lists.some(({ list }) => list.some(isOurs))
  return THREAD.some((name) => value[name] !== undefined) && found.list.some(looksLikeMessage)
}

function isMessage(value: JsonObject): boolean {
  const { role } = value
  if (value['content'] === undefined || (role !== null && typeof role !== 'string')) return false
  if (namesConversation(value)) return true
  const isTimed = value['createdAt'] !== undefined || value['_id'] !== undefined
  return isTimed && role !== null && knownRole(role) !== undefined
}

function read(source: ByteSource, options: ImportOptions): AsyncGenerator<ImportBatch> {
  return readJsonLog(
    source,
    exportContext(FORMAT, options),
    { documentId: 'conversation' },
    options,
  )
}
