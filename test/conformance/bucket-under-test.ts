import { HitCraftError } from '../../src/errors/hitcraft-error.ts'
import type { ChatStore } from '../../src/storage/chat-store.ts'
import { openBucketStore } from '../../src/storage/objects/bucket/bucket-chat-store.ts'
import type { ObjectStore } from '../../src/storage/objects/object-store.ts'
import { MemoryBucket } from '../integration/bucket-store/memory-objects.ts'
import { objectsHolding } from '../services/bytes.ts'
import type { FaultCode, OpenStore } from './check.ts'

/** What a server refuses that has no room, or gives no right to write. */
const isWrite = (verb: string) => verb === 'put' || verb === 'delete'

/**
 * A store in a bucket in memory, for the suite: what S3 and Azure share, and every fault of a server.
 *
 * @param around what is put around each store of it, to break it
 * @param beneath the same around the objects
 */
export function bucketUnderTest(
  around: (right: ChatStore, bucket: MemoryBucket) => ChatStore = (right) => right,
  beneath: (right: ObjectStore, bucket: MemoryBucket) => ObjectStore = (right) => right,
): OpenStore {
  return async () => {
    const bucket = new MemoryBucket()
    const open = async () => around(await openBucketStore(beneath(bucket.open(), bucket)), bucket)
    let store = await open()
    const faultyStore = async (code: FaultCode) => ({
      store: await open(),
      strike: () => {
        bucket.before = ({ verb }) => {
          if (code === 'UNAVAILABLE' || isWrite(verb)) {
            throw new HitCraftError(code, 'the bucket in memory does not do that now')
          }
        }
      },
      mend: () => {
        bucket.before = () => undefined
      },
    })
    return {
      store,
      reopen: async () => {
        await store.close()
        store = await open()
        return store
      },
      beside: open,
      fault: faultyStore,
      damage: async () => {
        const key = bucket.keys().find((one) => one.startsWith('threads/')) ?? ''
        const object = bucket.objects.get(key)
        if (object === undefined) throw new Error('there is no thread')
        const bytes = Buffer.from(object.bytes.toString().replace('words of', 'swords of'))
        bucket.objects.set(key, { bytes, etag: `${object.etag}x` })
      },
      filesHolding: (words) => objectsHolding(bucket.open(), words),
      destroy: () => store.close(),
    }
  }
}
