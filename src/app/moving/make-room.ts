import { join } from 'node:path'
import { DATA, holdsOlderData, THREADS } from '../../migration/legacy/legacy-folder.ts'
import { setOlderAside } from '../../migration/legacy/set-aside.ts'
import type { SourceTarget } from '../../migration/sources/source-url.ts'
import type { StoreTarget } from '../../storage/backends/backends.ts'

/** Whether a store of files is to take the place of the older app's folders, which lie there still. */
export function isInPlace(from: SourceTarget, to: StoreTarget): boolean {
  if (from.kind !== 'legacy' || !('folders' in to) || !holdsOlderData(from.folder)) return false
  const { threads, data } = to.folders
  return threads === join(from.folder, THREADS) || data === join(from.folder, DATA)
}

/**
 * Sets the older app's folders aside where the target is to take their place; to be called before that is opened.
 * @returns where they lie now; undefined where nothing is in the way
 * @throws HitCraftError PERMISSION, INVALID_CONFIG
 */
export async function makeRoom(from: SourceTarget, to: StoreTarget): Promise<string | undefined> {
  if (from.kind !== 'legacy' || !isInPlace(from, to)) return undefined
  return setOlderAside(from.folder)
}
