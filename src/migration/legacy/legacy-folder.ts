import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
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
  /** Names there of the thread files of a store of ours, and of the texts beside them: neither read nor moved. */
  readonly ours: readonly string[]
  /** Paths below `analysis_results/`. */
  readonly results: readonly string[]
}

/**
 * The older app's data in a folder, or in its `older-app/` where they were set aside.
 * @throws HitCraftError NOT_FOUND where there are none; PERMISSION
 */
export async function openLegacyFolder(folder: string): Promise<LegacyFolder> {
  const found = await olderDataIn(folder)
  if (found !== undefined && found.threads.length > 0) return found
  // Of folders that a death left half moved, the threads may lie in the other one.
  const kept = await olderDataIn(join(folder, KEPT))
  const isKept = kept !== undefined && (found === undefined || kept.threads.length > 0)
  const older = isKept ? kept : found
  if (older !== undefined) return older
  throw new HitCraftError('NOT_FOUND', `there is nothing of the older app in ${folder}`, {
    remedy: `Name the folder that holds ${THREADS}/ and ${DATA}/.`,
  })
}

/**
 * The older app's data that lie in this very folder: threads, its index or its history. Folders that only have the
 * same names are none, and no store of ours is.
 *
 * @throws HitCraftError PERMISSION
 */
export async function olderDataIn(root: string): Promise<LegacyFolder | undefined> {
  if (isStoreData(join(root, DATA))) return undefined
  const files = await filesIn(join(root, THREADS), /\.(?:json|txt)$/i)
  const ours = new Set(await oursAmong(join(root, THREADS), files))
  const threads = files.filter((name) => !ours.has(name))
  const named = [indexPath(root), historyPath(root), join(root, DATA, 'index.json')]
  if (threads.length === 0 && !named.some((path) => existsSync(path))) return undefined
  return { root, threads, ours: [...ours], results: await filesIn(join(root, RESULTS), /./) }
}

/** Whether a folder is the `data` of a store of files, which has the older app's name and is marked. */
export function isStoreData(data: string): boolean {
  return ['store.json', 'log', 'records'].some((name) => existsSync(join(data, name)))
}

export function indexPath(root: string): string {
  return join(root, DATA, 'thread_index.json')
}

export function historyPath(root: string): string {
  return join(root, DATA, 'analysis_history.json')
}

/** Ours have a content hash, and a text beside one of them is ours too. */
async function oursAmong(folder: string, names: readonly string[]): Promise<string[]> {
  const stems = new Set<string>()
  for (const name of names.filter((one) => /\.json$/i.test(one))) {
    const place = join(folder, name)
    const text = await readFile(place, 'latin1').catch((error: unknown) => {
      throw fileError(error, place)
    })
    if (/"contentHash"\s*:\s*"[0-9a-f]{64}"/.test(text)) stems.add(withoutEnd(name))
  }
  return names.filter((name) => stems.has(withoutEnd(name)))
}

/** A path of a file without its ending: one thread's files have it in common. */
export function withoutEnd(name: string): string {
  return name.replace(/\.[^./]*$/, '')
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
