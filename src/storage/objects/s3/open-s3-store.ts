import type { ChatStore } from '../../chat-store.ts'
import type { S3Options } from './options.ts'
import { openBucketStore } from '../bucket/bucket-chat-store.ts'
import type { BucketOptions } from '../bucket/bucket-chat-store.ts'
import { S3ObjectStore } from './s3-object-store.ts'

/**
 * Opens a store in a bucket of Amazon S3 or any server that speaks its language. The bucket must exist.
 *
 * @throws HitCraftError UNAVAILABLE, PERMISSION, NOT_FOUND (the bucket), INVALID_CONFIG
 */
export function openS3Store(options: S3Options, more: BucketOptions = {}): Promise<ChatStore> {
  return openBucketStore(new S3ObjectStore(options), more)
}
