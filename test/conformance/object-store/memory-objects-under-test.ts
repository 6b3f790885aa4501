import { HitCraftError } from '../../../src/errors/hitcraft-error.ts'
import type { ObjectStore } from '../../../src/storage/objects/object-store.ts'
import { MemoryBucket } from '../../integration/bucket-store/memory-objects.ts'
import type { OpenObjects } from './object-check.ts'

/**
 * A bucket in memory for the suite.
 * @param around what is put around each store of it, to break it
 */
export function openMemoryObjects(
  around: (right: ObjectStore, bucket: MemoryBucket) => ObjectStore = (right) => right,
): OpenObjects {
  return async () => {
    const bucket = new MemoryBucket()
    const open = () => around(bucket.open(), bucket)
    const objects = open()
    return {
      objects,
      beside: open,
      outage: async () => {
        bucket.before = () => {
          throw new HitCraftError('UNAVAILABLE', 'the bucket in memory is out')
        }
        return () => {
          bucket.before = () => undefined
        }
      },
      keeping: async (word) =>
        bucket.keys().filter((key) => bucket.objects.get(key)?.bytes.includes(word) === true),
      destroy: () => objects.close(),
    }
  }
}
