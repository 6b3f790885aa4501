import { isSameStore } from '../../storage/same-store.ts'
import type { RecordSource } from '../../migration/sources/record-source.ts'
import { isSource } from '../../migration/sources/store-source.ts'
import type { StoreTarget } from '../../storage/backends/backends.ts'
import type { ChatStore } from '../../storage/chat-store.ts'
import { shadowOf } from '../../storage/shadow/shadow-store.ts'
import type { Shadow } from '../../storage/shadow/shadow-store.ts'
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
export function settleShadow(
  pair: ShadowPair,
  from: ChatStore | RecordSource,
  to: ChatStore,
  since: number,
): Promise<boolean> {
  return withPair(pair, from, to, (known) => known.settle(new Date(since).toISOString()))
}

/** Whether one is the store of the settings and the other its shadow. @throws HitCraftError of the stores */
export function isShadowPair(
  pair: ShadowPair,
  from: ChatStore | RecordSource,
  to: ChatStore,
): Promise<boolean> {
  return withPair(pair, from, to, async () => undefined)
}

async function withPair(
  { store, shadow }: ShadowPair,
  from: ChatStore | RecordSource,
  to: ChatStore,
  then: (known: Shadow) => Promise<void>,
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
    await then(known)
    return true
  } finally {
    await first.close()
  }
}
