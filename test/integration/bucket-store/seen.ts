import { canonicalJson } from '../../../src/domain/values/canonical-json.ts'
import { ALL_KINDS } from '../../../src/domain/records.ts'
import type { ChatStore } from '../../../src/storage/chat-store.ts'
import { KEY } from '../../conformance/check.ts'

/** All that a store answers, bodies among it; times of erasures and secrets of tombstones left out. */
export async function seenIn(store: ChatStore): Promise<Record<string, string>> {
  await store.flushIndex()
  const { items } = await store.listThreads({ order: 'id', limit: 1000, analyzerKey: KEY })
  const kinds = ALL_KINDS.filter((kind) => kind !== 'tombstone')
  const records = kinds.map((kind) => store.listRecords(kind, { limit: 1000 }))
  return {
    threads: canonicalJson(await store.getThreads(items.map(({ id }) => id))),
    list: canonicalJson(items),
    newest: canonicalJson(await store.listThreads({ limit: 1000 })),
    pending: canonicalJson(await store.listPending({ analyzerKey: KEY, limit: 1000 })),
    found: canonicalJson(await store.searchThreads({ words: 'words', limit: 1000 })),
    records: canonicalJson(await Promise.all(records)),
    tombstones: String(await store.countRecords('tombstone')),
  }
}
