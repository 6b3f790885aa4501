import { isJsonObject } from '../../domain/values/json.ts'
import type { JsonValue } from '../../domain/values/json.ts'
import { exportContext } from '../export-context.ts'
import type { ByteSource, FileHead, ImportBatch, Importer, ImportOptions } from '../importer.ts'
import { findList } from '../json-log/find-list.ts'
import { readJsonLog } from '../json-log/read-json-log.ts'
import { newestTime } from '../json-log/newest-time.ts'
import { knownRole } from '../kit/read-role.ts'

const FORMAT = 'openai-messages'
/** What a list of messages is called. */
const LISTS =
  /^(?:messages|conversations?|chat|dialog(?:ue)?|history|turns|transcript|prompt|input|items|data)$/i
/** Where a message may have what it says. */
const SAID = ['content', 'tool_calls', 'function_call', 'parts', 'audio', 'refusal']
/** Where it has its words besides, in a list that is called as one of messages. */
const WORDS = ['text', 'message', 'body', 'msg', 'value', 'utterance', 'blocks', 'contents']
const TALKS = /^(?:messages|conversations?|chat|dialog(?:ue)?|history|turns|transcript)$/i

/** OpenAI messages, fine-tuning JSONL and logged requests: conversations that mostly have no ids. */
export const openaiMessagesImporter: Importer = {
  format: FORMAT,
  looksLike: 'JSON lines with "messages": [{"role": …, "content": …}]',
  detect,
  newestMessageAt: newestTime,
  read,
}

function detect({ values }: FileHead): number {
  return values.some((value) => isOurs(value)) ? 0.8 : 0
}

/** Whether a value is a conversation of messages with roles, such a message, or a list of those. */
function isOurs(value: JsonValue): boolean {
  if (Array.isArray(value)) return (value as readonly JsonValue[]).some(isOurs)
  if (!isJsonObject(value)) return false
  const found = findList(value)
  if (found === undefined) return isMessage(value)
  if (found.kind === 'envelope') return found.lists.some(({ list }) => list.some(isOurs))
  const name = String(found.path.at(-1))
  if (found.path.length > 3 || !LISTS.test(name)) return false
  return found.list.some((one) => isMessage(one, TALKS.test(name)))
}

function isMessage(value: JsonValue, isOfTalk = false): boolean {
  if (!isJsonObject(value)) return false
  const { role } = value
  if (typeof role !== 'string' || knownRole(role) === undefined) return false
  return [...SAID, ...(isOfTalk ? WORDS : [])].some((name) => value[name] !== undefined)
}

function read(source: ByteSource, options: ImportOptions): AsyncGenerator<ImportBatch> {
  return readJsonLog(
    source,
    exportContext(FORMAT, options),
    { documentId: 'request', needsRole: true },
    options,
  )
}
