import { join, resolve } from 'node:path'
import { HitCraftError } from '../../errors/hitcraft-error.ts'
import {
  DATA,
  FOLDERS,
  isStoreData,
  olderDataIn,
  THREADS,
} from '../../migration/legacy/legacy-folder.ts'
import { setOlderAside } from '../../migration/legacy/set-aside.ts'
import type { SourceTarget } from '../../migration/sources/source-url.ts'
import type { StoreTarget } from '../../storage/backends/backends.ts'

/** Whether a store of files is to take the place of the older app's folders, which lie there still. */
export async function isInPlace(from: SourceTarget, to: StoreTarget): Promise<boolean> {
  if (from.kind !== 'legacy' || !('folders' in to)) return false
  const { threads, data } = to.folders
  const isThere = threads === join(from.folder, THREADS) || data === join(from.folder, DATA)
  return isThere && (await olderDataIn(from.folder)) !== undefined
}

/**
 * Sets the older app's folders aside where the target is to take their place; to be called before that is opened.
 * @param own the store of the settings, whose folders stay where they are
 * @returns where they lie now; undefined where nothing is in the way
 * @throws HitCraftError PERMISSION, INVALID_CONFIG, also where a folder of that name is one of `own`
 */
export async function makeRoom(
  from: SourceTarget,
  to: StoreTarget,
  own: StoreTarget,
): Promise<string | undefined> {
  if (from.kind !== 'legacy' || !(await isInPlace(from, to))) return undefined
  refuseOwn(from.folder, own)
  return setOlderAside(from.folder)
}

function refuseOwn(root: string, own: StoreTarget): void {
  if (!('folders' in own) || !isStoreData(own.folders.data)) return
  const inUse = new Set(Object.values(own.folders).map((folder) => resolve(folder)))
  const place = FOLDERS.map((name) => resolve(root, name)).find((folder) => inUse.has(folder))
  if (place === undefined) return
  throw new HitCraftError('INVALID_CONFIG', `${place} is a folder of the store of the settings`, {
    remedy: `Nothing was moved. Name another target, such as file:${join(root, 'hitcraft')}.`,
  })
}
