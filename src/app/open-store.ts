import { refuseHalfFilled } from '../migration/filling/half-filled.ts'
import type { StoreTarget } from '../storage/backends/backends.ts'
import type { ChatStore } from '../storage/chat-store.ts'
import { openChatStore } from '../storage/open-chat-store.ts'
import { withShadow } from '../storage/shadow/shadow-store.ts'

export interface OpenStoreOptions {
  /**
   * Opens also what a migration has only begun to fill: for those that fill, verify or examine it. Default
   * false: it is refused.
   */
  readonly halfFilled?: boolean
  /** A second store that gets what is written; see `withShadow`. */
  readonly shadow?: ShadowSetting
}

/** Which store is the shadow of another. */
export interface ShadowSetting {
  readonly target: StoreTarget
  /** How it is called, without a secret. */
  readonly location: string
  /** The folder of this machine where its processes note what did not arrive. */
  readonly folder: string
}

/**
 * Opens the store that a target names, creating what is missing (folders, tables).
 *
 * @throws HitCraftError INCOMPLETE for a store that a migration has only begun to fill; UNAVAILABLE, PERMISSION,
 *   UNSUPPORTED, INVALID_CONFIG: never another store instead
 */
export async function openStore(
  target: StoreTarget,
  { halfFilled = false, shadow }: OpenStoreOptions = {},
): Promise<ChatStore> {
  const first = await openChatStore(target)
  const store =
    shadow === undefined
      ? first
      : withShadow(first, { ...shadow, open: () => openChatStore(shadow.target) })
  if (halfFilled) return store
  try {
    await refuseHalfFilled(store)
    return store
  } catch (error) {
    await store.close()
    throw error
  }
}
