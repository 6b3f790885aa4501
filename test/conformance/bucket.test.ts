import { openBucketStore } from '../../src/storage/objects/bucket/bucket-chat-store.ts'
import { MemoryBucket } from '../integration/bucket-store/memory-objects.ts'
import { runConformance } from './run-conformance.ts'

// What S3 and Azure share, without a server: quick to run, and no proof of either.
runConformance('bucket in memory', async () => {
  const bucket = new MemoryBucket()
  const open = () => openBucketStore(bucket.open())
  let store = await open()
  return {
    store,
    reopen: async () => {
      await store.close()
      store = await open()
      return store
    },
    beside: open,
    destroy: () => store.close(),
  }
})
