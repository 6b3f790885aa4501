import type { ChatStore } from '../../src/storage/chat-store.ts'
import { openMemoryStore } from '../../src/storage/memory/memory-chat-store.ts'
import { threadOf } from './thread-of.ts'

/** A store in memory with so many threads, `t0` and on, none of them analyzed. */
export async function storeWith(count: number): Promise<ChatStore> {
  const store = await openMemoryStore()
  await store.mergeThreads(
    Array.from({ length: count }, (_, i) =>
      threadOf([`u: how do I export track ${i} as a wav file?`, 'a: Press export.'], `t${i}`),
    ),
  )
  return store
}
