import { backendOf } from './backends/backends.ts'
import type { StoreTarget } from './backends/backends.ts'
import type { ChatStore } from './chat-store.ts'

/**
 * Opens the store a target names, creating what is missing (folders, tables).
 *
 * @throws HitCraftError UNAVAILABLE, PERMISSION, UNSUPPORTED, INVALID_CONFIG: never another store
 * instead.
 */
export function openChatStore(target: StoreTarget): Promise<ChatStore> {
  return backendOf(target.kind).open(target)
}
