import { rename } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileError } from '../../files/file-error.ts'
import { makeFolder } from '../../files/make-folder.ts'
import { HitCraftError } from '../../errors/hitcraft-error.ts'
import { FOLDERS, KEPT, olderDataIn, THREADS } from './legacy-folder.ts'

/**
 * Moves the older app's folders into `older-app/` beside them, byte for byte as they are, so that a store of files can
 * take their names. Folders that hold nothing of the older app stay. A death in between leaves some of them moved; the
 * next call moves the rest.
 *
 * @returns where they lie now; undefined where there is nothing to move
 * @throws HitCraftError PERMISSION, INVALID_CONFIG where something else lies there already, or threads of a store of
 *   ours lie among the older app's
 */
export async function setOlderAside(folder: string): Promise<string | undefined> {
  const older = await olderDataIn(folder)
  if (older === undefined) return undefined
  const [ours] = older.ours
  if (ours !== undefined) {
    const place = join(folder, THREADS, ours)
    throw new HitCraftError('INVALID_CONFIG', `${place} is of a store of files of this program`, {
      remedy: `Nothing was moved. Name another target, such as file:${join(folder, 'hitcraft')}.`,
    })
  }
  const kept = join(folder, KEPT)
  try {
    makeFolder(kept, 0o700)
    for (const name of FOLDERS) {
      if (existsSync(join(folder, name))) await rename(join(folder, name), join(kept, name))
    }
  } catch (error) {
    throw fileError(error, kept)
  }
  return kept
}
