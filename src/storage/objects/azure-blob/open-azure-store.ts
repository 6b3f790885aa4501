import type { ChatStore } from '../../chat-store.ts'
import type { AzureOptions } from './options.ts'
import { openBucketStore } from '../bucket/bucket-chat-store.ts'
import type { BucketOptions } from '../bucket/bucket-chat-store.ts'
import { AzureObjectStore } from './azure-object-store.ts'

/**
 * Opens a store in a container of Azure Blob Storage. The container must exist.
 *
 * @throws HitCraftError UNAVAILABLE, PERMISSION, NOT_FOUND (the container), INVALID_CONFIG
 */
export function openAzureStore(
  options: AzureOptions,
  more: BucketOptions = {},
): Promise<ChatStore> {
  return openBucketStore(new AzureObjectStore(options), more)
}
