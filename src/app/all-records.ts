import { idOfRecord } from '../domain/records.ts'
import type { RecordKind, RecordTypes } from '../domain/records.ts'
import type { ChatStore } from '../storage/chat-store.ts'

/** Every record of a kind, by id. */
export async function* allRecords<K extends RecordKind>(
  store: ChatStore,
  kind: K,
): AsyncGenerator<RecordTypes[K]> {
  let after: string | undefined
  do {
    const records = await store.listRecords(kind, {
      limit: 200,
      ...(after === undefined ? {} : { after }),
    })
    yield* records
    const last = records.at(-1)
    after = last === undefined ? undefined : idOfRecord(kind, last)
  } while (after !== undefined)
}
