import { openMemoryStore } from '../../src/storage/memory/memory-chat-store.ts'
import { runConformance } from './run-conformance.ts'

runConformance('memory', async () => {
  const store = await openMemoryStore()
  return {
    store,
    // Nothing outlives a memory store, so it is the only one that is not closed in between.
    reopen: async () => store,
    beside: async () => store,
    destroy: () => store.close(),
  }
})
