import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

const NAME = '.lock'
/** SQLite's primary code for a file that another has locked. */
const BUSY = 5

/** A folder that this process alone works in. The system lets go of it when the process ends, however. */
export interface FolderLock {
  release(): void
}

/**
 * Locks a folder through a file in it.
 * @returns undefined while another process (or another part of this one) holds it
 */
export function lockFolder(folder: string): FolderLock | undefined {
  const file = new DatabaseSync(join(folder, NAME), { timeout: 0 })
  try {
    // Node has no lock of its own for files; SQLite has one for every system, and nothing is written.
    file.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE')
  } catch (error) {
    file.close()
    if (error instanceof Error && 'errcode' in error && error.errcode === BUSY) return undefined
    throw error
  }
  return { release: () => file.close() }
}
