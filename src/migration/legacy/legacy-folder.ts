import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { HitCraftError } from '../../errors/hitcraft-error.ts'
import { fileError } from '../../files/file-error.ts'

/** Where the older app's folders lie once a store of ours has taken their place. */
export const KEPT = 'older-app'

export const THREADS = 'organized_threads'
export const RESULTS = 'analysis_results'
export const DATA = 'data'
/** In the order in which they are set aside: the last tells what the others are. */
export const FOLDERS = [RESULTS, THREADS, DATA] as const

/** A folder of the older app's data: `organized_threads/`, `analysis_results/` and `data/` beside each other. */
export interface LegacyFolder {
  readonly root: string
  /** Names in `organized_threads/` of files that hold threads. */
  readonly threads: readonly string[]
  /** Paths below `analysis_results/`. */
  readonly results: readonly string[]
}

/**
 * The older app's data in a folder, or in its `older-app/` where they were set aside.
 * @throws HitCraftError NOT_FOUND where there are none; PERMISSION
 */
export async function openLegacyFolder(folder: string): Promise<LegacyFolder> {
  const kept = join(folder, KEPT)
  const roots = holdsOlderData(folder) ? [folder] : [kept, folder]
  for (const root of roots) {
    const threads = await filesIn(join(root, THREADS), /\.(?:json|txt)$/i)
    const results = await filesIn(join(root, RESULTS), /./)
    const isThere = threads.length > 0 || existsSync(historyPath(root))
    if (isThere && !isOurs(root)) return { root, threads, results }
  }
  throw new HitCraftError('NOT_FOUND', `there is nothing of the older app in ${folder}`, {
    remedy: `Name the folder that holds ${THREADS}/ and ${DATA}/.`,
  })
}

/** Whether a folder holds the older app's data, or a part of them that was not set aside yet. */
export function holdsOlderData(folder: string): boolean {
  if (isOurs(folder)) return false
  return FOLDERS.some((name) => name !== RESULTS && existsSync(join(folder, name)))
}

export function indexPath(root: string): string {
  return join(root, DATA, 'thread_index.json')
}

export function historyPath(root: string): string {
  return join(root, DATA, 'analysis_history.json')
}

/** A store of files has the same names of folders, and marks its own. */
function isOurs(root: string): boolean {
  return ['store.json', 'log', 'records'].some((name) => existsSync(join(root, DATA, name)))
}

async function filesIn(folder: string, name: RegExp): Promise<string[]> {
  try {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true })
    return entries
      .filter((entry) => entry.isFile() && name.test(entry.name) && !entry.name.startsWith('.'))
      .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
      .map((path) => path.replaceAll('\\', '/'))
      .sort()
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
    throw fileError(error, folder)
  }
}
