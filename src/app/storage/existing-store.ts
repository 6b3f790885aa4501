import { existsSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { HitCraftError } from '../../errors/hitcraft-error.ts'
import type { StoreFolder } from '../../storage/backends/backend.ts'
import { backendOf } from '../../storage/backends/backends.ts'
import type { StoreTarget } from '../../storage/backends/backends.ts'

/** Whether opening the target would make it: folders that are not there. Servers say so themselves. */
export function isAbsent(target: StoreTarget): boolean {
  const folders = foldersOf(target)
  return folders.length > 0 && folders.every(({ path }) => !existsSync(path))
}

/** Where a store in folders is or would be. */
export function placesOf(target: StoreTarget): string {
  return foldersOf(target)
    .map(({ path }) => path)
    .join(', ')
}

/**
 * What is only read must be there: a name with a slip in it would be an empty store, equal to any other.
 *
 * @throws HitCraftError NOT_FOUND
 */
export function refuseAbsent(target: StoreTarget): void {
  if (!isAbsent(target)) return
  throw new HitCraftError('NOT_FOUND', `there is no store in ${placesOf(target)}`, {
    remedy: 'Check the name; an import makes a store, and so does the target of migrate.',
  })
}

/**
 * A folder that is to be made must not be a file, or below one.
 * @throws HitCraftError INVALID_CONFIG, naming the setting
 */
export function refuseFiles(target: StoreTarget, named: boolean): void {
  for (const { setting, path: folder } of foldersOf(target)) {
    const { path, isFolder } = existingOf(folder)
    if (isFolder) continue
    const name = `${named ? `${target.kind}:` : setting} ${folder}`
    throw new HitCraftError('INVALID_CONFIG', `${name}: ${path} is no folder`, {
      remedy: named ? 'Name a folder.' : `Set ${setting} to a folder.`,
    })
  }
}

function foldersOf(target: StoreTarget): readonly StoreFolder[] {
  return backendOf(target.kind).folders?.(target) ?? []
}

/** The folder, or the nearest of those it lies in that is there. */
export function existingOf(folder: string): { readonly path: string; readonly isFolder: boolean } {
  let path = folder
  while (!existsSync(path) && dirname(path) !== path) path = dirname(path)
  return { path, isFolder: statSync(path).isDirectory() }
}
