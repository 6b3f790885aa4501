import { existsSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { HitCraftError } from '../errors/hitcraft-error.ts'
import type { StoreTarget } from '../storage/store-target.ts'

/** Whether opening the target would make it: folders that are not there. Servers say so themselves. */
export function isAbsent(target: StoreTarget): boolean {
  if (target.kind !== 'file') return false
  return !existsSync(target.folders.data) && !existsSync(target.folders.threads)
}

/**
 * What is only read must be there: a name with a slip in it would be an empty store, equal to any other.
 *
 * @throws HitCraftError NOT_FOUND
 */
export function refuseAbsent(target: StoreTarget): void {
  if (target.kind !== 'file' || !isAbsent(target)) return
  throw new HitCraftError('NOT_FOUND', `there is no store in ${dirname(target.folders.data)}`, {
    remedy:
      'Check the folder in file:…; an import makes a store, and so does the target of migrate.',
  })
}

/**
 * A folder that is to be made must not be a file, or below one.
 * @throws HitCraftError INVALID_CONFIG, naming the setting
 */
export function refuseFiles(target: StoreTarget, named: boolean): void {
  if (target.kind !== 'file') return
  const { data, threads } = target.folders
  for (const [setting, folder] of [
    ['DATA_FOLDER', data],
    ['THREADS_FOLDER', threads],
  ] as const) {
    if (existingOf(folder).isFolder) continue
    const name = named ? `file:${dirname(folder)}` : `${setting} ${folder}`
    throw new HitCraftError('INVALID_CONFIG', `${name}: ${existingOf(folder).path} is no folder`, {
      remedy: named ? 'Name a folder.' : `Set ${setting} to a folder.`,
    })
  }
}

/** The folder, or the nearest of those it lies in that is there. */
export function existingOf(folder: string): { readonly path: string; readonly isFolder: boolean } {
  let path = folder
  while (!existsSync(path) && dirname(path) !== path) path = dirname(path)
  return { path, isFolder: statSync(path).isDirectory() }
}
