import { exportContext } from '../export-context.ts'
import type { ByteSource, FileHead, ImportBatch, Importer, ImportOptions } from '../importer.ts'
import { readJsonLog } from '../json-log/read-json-log.ts'
import { newestTime } from '../json-log/newest-time.ts'

const FORMAT = 'hitcraft-json'

/** An export of the messages collection, or of threads, as JSON or MongoDB Extended JSON. */
export const hitcraftJsonImporter: Importer = {
  format: FORMAT,
  title: 'HitCraft JSON',
  looksLike: 'JSON documents with "threadId" or "createdAt" beside "role" and "content"',
  detect,
  newestMessageAt: newestTime,
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

function read(source: ByteSource, options: ImportOptions): AsyncGenerator<ImportBatch> {
  return readJsonLog(
    source,
    exportContext(FORMAT, options),
    { documentId: 'conversation' },
    options,
  )
}
