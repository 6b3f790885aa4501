import { refuseHalfFilled } from '../migration/copy/half-filled.ts'
import type { StoreTarget } from '../storage/backends/backends.ts'
import type { ChatStore } from '../storage/chat-store.ts'
import { openChatStore } from '../storage/open-chat-store.ts'

export interface OpenStoreOptions {
  /**
   * Opens also what a migration has only begun to fill: for those that fill, verify or examine it. Default
   * false: it is refused.
   */
  readonly halfFilled?: boolean
}

/**
 * Opens the store that a target names, creating what is missing (folders, tables).
 *
 * @throws HitCraftError INCOMPLETE for a store that a migration has only begun to fill; UNAVAILABLE, PERMISSION,
 *   UNSUPPORTED, INVALID_CONFIG: never another store instead
 */
export async function openStore(
  target: StoreTarget,
  { halfFilled = false }: OpenStoreOptions = {},
): Promise<ChatStore> {
  const store = await openChatStore(target)
  if (halfFilled) return store
  try {
    await refuseHalfFilled(store)
    return store
  } catch (error) {
    await store.close()
    throw error
  }
}
