import { isSameStore } from '../../migration/copy/same-store.ts'
import type { RecordSource } from '../../migration/sources/record-source.ts'
import { isSource } from '../../migration/sources/store-source.ts'
import type { StoreTarget } from '../../storage/backends/backends.ts'
import type { ChatStore } from '../../storage/chat-store.ts'
import { shadowOf } from '../../storage/shadow/shadow-store.ts'
import { openStore } from '../open-store.ts'
import type { ShadowSetting } from '../open-store.ts'

/** A store with its shadow, as the settings name them. */
export interface ShadowPair {
  readonly store: StoreTarget
  readonly shadow?: ShadowSetting
}

/**
 * Notes that a store and its shadow are equal, after a migration or a verification found them so: what the shadow had
 * missed before is made up. Other stores than these two are passed over.
 *
 * @param since when the migration or verification began, milliseconds since 1970: what was missed later counts
 * @returns whether they were these two
 * @throws HitCraftError of the stores
 */
export async function settleShadow(
  { store, shadow }: ShadowPair,
  from: ChatStore | RecordSource,
  to: ChatStore,
  since: number,
): Promise<boolean> {
  if (isSource(from)) return false
  if (shadow === undefined || store.kind !== from.kind || shadow.target.kind !== to.kind) {
    return false
  }
  const first = await openStore(store, { halfFilled: true, shadow })
  try {
    const known = shadowOf(first)
    if (known === undefined || !(await isSameStore(first, from))) return false
    if (!(await isSameStore(await known.second(), to))) return false
    await known.settle(new Date(since).toISOString())
    return true
  } finally {
    await first.close()
  }
}
