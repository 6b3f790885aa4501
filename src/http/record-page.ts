import type { RecordKind, RecordTypes } from '../domain/records.ts'
import { idOfRecord } from '../domain/records.ts'
import { given } from '../domain/values/given.ts'
import type { ChatStore } from '../storage/chat-store.ts'
import { pageQuerySchema } from './schemas/fields.ts'
import { parseRequest } from './parse-request.ts'

/** A page of records, newest first, as a query of `pageQuerySchema` asks for it. */
export async function recordPage<K extends RecordKind>(
  store: ChatStore,
  kind: K,
  query: unknown,
): Promise<{ records: readonly RecordTypes[K][]; next?: string; isFirst: boolean }> {
  const { limit, cursor } = parseRequest(pageQuerySchema, query)
  const records = await store.listRecords(kind, {
    descending: true,
    limit,
    ...given({ after: cursor }),
  })
  const last = records.length === limit ? records.at(-1) : undefined
  const next = last === undefined ? undefined : idOfRecord(kind, last)
  return { records, ...given({ next }), isFirst: cursor === undefined }
}
