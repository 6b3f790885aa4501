import { mkdir, rename } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileError } from '../../files/file-error.ts'
import { FOLDERS, holdsOlderData, KEPT } from './legacy-folder.ts'

/**
 * Moves the older app's folders into `older-app/` beside them, byte for byte as they are, so that a store of files can
 * take their names. A death in between leaves some of them moved; the next call moves the rest.
 *
 * @returns where they lie now; undefined where there is nothing to move
 * @throws HitCraftError PERMISSION, INVALID_CONFIG where something else lies there already
 */
export async function setOlderAside(folder: string): Promise<string | undefined> {
  if (!holdsOlderData(folder)) return undefined
  const kept = join(folder, KEPT)
  try {
    await mkdir(kept, { recursive: true, mode: 0o700 })
    for (const name of FOLDERS) {
      if (existsSync(join(folder, name))) await rename(join(folder, name), join(kept, name))
    }
  } catch (error) {
    throw fileError(error, kept)
  }
  return kept
}
