import { canonicalJson } from '../../../../src/domain/values/canonical-json.ts'
import type { RecordKind } from '../../../../src/domain/records.ts'
import type { ChatStore } from '../../../../src/storage/chat-store.ts'
import { allPages, KEY } from '../../../conformance/check.ts'

const KINDS: readonly RecordKind[] = ['analysis', 'history', 'run']

/** Every list, filter, search, body and record that a store answers, in small pages. */
export async function viewOf(store: ChatStore): Promise<Record<string, string>> {
  const all = await allPages((page) => store.listThreads({ order: 'id', limit: 3, ...page }))
  const ids = all.map(({ id }) => id)
  const pending = []
  for (let after = ''; ;) {
    const some = await store.listPending({ analyzerKey: KEY, limit: 2, after })
    pending.push(...some)
    if (some.length < 2) break
    after = some.at(-1)?.id ?? ''
  }
  const answers = {
    all,
    pending,
    threads: await store.getThreads(ids),
    newest: await allPages((page) => store.listThreads({ limit: 3, analyzerKey: KEY, ...page })),
    ofUser: await store.listThreads({ userId: 'user-1', limit: 50 }),
    analyses: await allPages((page) => store.listAnalyses({ analyzerKey: KEY, limit: 2, ...page })),
    found: await allPages((page) => store.searchThreads({ words: '"words 2"', limit: 2, ...page })),
    foundPending: await store.searchThreads({ words: 'words', analyzerKey: KEY, state: 'pending' }),
    counts: [
      await store.countThreads({}),
      await store.countPending(KEY),
      await store.countThreads({ words: 'words' }),
    ],
    records: await Promise.all(KINDS.map((kind) => store.listRecords(kind, { limit: 1000 }))),
  }
  return Object.fromEntries(
    Object.entries(answers).map(([name, answer]) => [name, canonicalJson(answer)]),
  )
}
