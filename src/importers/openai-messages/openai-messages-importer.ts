import { exportContext } from '../export-context.ts'
import type { ByteSource, FileHead, ImportBatch, Importer, ImportOptions } from '../importer.ts'
import { readJsonLog } from '../json-log/read-json-log.ts'
import { newestTime } from '../json-log/newest-time.ts'

const FORMAT = 'openai-messages'

/** OpenAI messages, fine-tuning JSONL and logged requests: conversations that mostly have no ids. */
export const openaiMessagesImporter: Importer = {
  format: FORMAT,
  title: 'OpenAI messages JSONL',
  looksLike: 'JSON lines with "messages": [{"role": …, "content": …}]',
  detect,
  newestMessageAt: newestTime,
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

function read(source: ByteSource, options: ImportOptions): AsyncGenerator<ImportBatch> {
  return readJsonLog(
    source,
    exportContext(FORMAT, options),
    { documentId: 'request', needsRole: true },
    options,
  )
}
