import { dirname, join } from 'node:path'
import { HitCraftError, isHitCraftError } from '../../../../errors/hitcraft-error.ts'
import type { FileFolders } from '../../../backends/folders.ts'
import { putAside } from './aside.ts'
import { sizeOf } from './file-system.ts'
import type { FileSystem } from './file-system.ts'
import { layoutOf } from './layout.ts'
import type { Layout } from './layout.ts'
import { markPath, nameInData, readMark, writeMark } from './mark.ts'
import { recordFiles } from './record-files.ts'

/** Names of files of the older app, whose folders ours must not be taken for. */
const OLDER = ['thread_index.json', 'index.json', 'analysis_history.json']

/**
 * Makes the folders, or recognises what is there. A store whose mark was lost is known by its other
 * files, and is marked again.
 *
 * @throws HitCraftError UNSUPPORTED for the data of the older app, naming the command that takes it over;
 *   INVALID_CONFIG for a setting that names a file
 */
export function prepareFolders(folders: FileFolders, fs: FileSystem): Layout {
  const { threads, data } = folders
  const mark = fs.exists(markPath(data)) ? readMark(fs, data) : undefined
  if (mark !== undefined && !fs.canWrite(data)) return layoutOf(folders, mark.names)
  const isNew = !fs.exists(markPath(data)) && !isOurs(fs, data)
  // Of one that is there nothing is made: it only says which setting names a file.
  if (fs.exists(threads)) makeFolder(fs, 'THREADS_FOLDER', threads)
  if (isNew) refuseOlder(fs, folders)
  const base = layoutOf(folders, 'plain')
  makeFolder(fs, 'THREADS_FOLDER', threads)
  for (const folder of [data, base.log, base.records, base.history]) {
    makeFolder(fs, 'DATA_FOLDER', folder)
  }
  const names = mark?.names === 'folded' || folds(fs, data) ? 'folded' : 'plain'
  if (mark?.names !== names) {
    if (names === 'folded' && mark !== undefined) foldNames(fs, folders)
    // Written outside of the writers' lock: two processes that open a new store must not share the part.
    const part = `${markPath(data)}.${process.pid}.part`
    const anew = isNew && hasThreads(fs, threads) ? TOMBSTONES : sizesNow(fs, base)
    if (mark === undefined && !isNew && holdsSomething(fs, base)) tellLost(fs, base)
    writeMark(fs, data, { names, files: mark?.files ?? anew }, part)
    for (const folder of new Set([dirname(data), dirname(threads)])) fs.syncPath(folder)
  }
  return layoutOf(folders, names)
}

/**
 * What is promised of a store whose threads are there and whose data is gone: which of them were erased is
 * then not known, and none is let in until somebody decides.
 */
const TOMBSTONES = { 'records/tombstone.jsonl': 1 }

/** What can be promised again once a mark is lost: that no file gets shorter than it is. */
function sizesNow(fs: FileSystem, layout: Layout): Readonly<Record<string, number>> {
  const paths = [...recordFiles(layout, fs), layout.sightings].filter((path) => fs.exists(path))
  const { data } = layout.folders
  return Object.fromEntries(paths.map((path) => [nameInData(data, path), sizeOf(fs, path)]))
}

/** A lost mark is named until somebody knows of it: what other files lost before it cannot be told. */
function tellLost(fs: FileSystem, layout: Layout): void {
  const place = markPath(layout.folders.data)
  const isThere = fs.exists(place)
  const problem = `${isThere ? 'did not hold' : 'was missing'} and was written anew from what lies beside it`
  const bytes = isThere ? fs.read(place) : Buffer.alloc(0)
  putAside({ fs, layout }, bytes, { kind: 'store', place, problem }, true)
}

/** A process that died before it marked a new store leaves folders, and nothing in them. */
function holdsSomething(fs: FileSystem, layout: Layout): boolean {
  const isLogged = fs.list(layout.log).some((name) => sizeOf(fs, join(layout.log, name)) > 0)
  return isLogged || recordFiles(layout, fs).length > 0 || hasThreads(fs, layout.folders.threads)
}

function hasThreads(fs: FileSystem, threads: string): boolean {
  return fs.list(threads).some((name) => name.endsWith('.json'))
}

function isOurs(fs: FileSystem, data: string): boolean {
  return fs.exists(join(data, 'log')) && fs.exists(join(data, 'records'))
}

function refuseOlder(fs: FileSystem, { data, threads }: FileFolders): void {
  const isNamed = OLDER.some(
    (name) => fs.exists(join(data, name)) || fs.exists(join(threads, name)),
  )
  if (!isNamed && !holdsOlderThreads(fs, threads)) return
  const place = isNamed ? data : threads
  const root = dirname(data) === dirname(threads) ? dirname(data) : 'FOLDER'
  throw new HitCraftError('UNSUPPORTED', `${place} holds data of the older app`, {
    remedy: `Take it over, with all of it kept: hitcraft migrate --from legacy:${root} --to file:${root}`,
  })
}

/** Ours have a content hash, and a text never lies there alone. */
function holdsOlderThreads(fs: FileSystem, threads: string): boolean {
  const names = fs.exists(threads) ? fs.list(threads) : []
  const first = names.find((name) => name.endsWith('.json'))
  if (first === undefined) return names.some((name) => name.endsWith('.txt'))
  const text = fs.read(join(threads, first)).toString('utf8')
  return /"(?:thread_id|messages)"/.test(text) && !text.includes('"contentHash"')
}

function makeFolder(fs: FileSystem, setting: string, folder: string): void {
  try {
    fs.makeFolder(folder)
  } catch (error) {
    if (isHitCraftError(error)) {
      throw new HitCraftError(error.code, `${setting}: ${error.message}`, {
        cause: error,
        remedy: error.remedy ?? '',
      })
    }
    throw error
  }
}

/** Whether the disk takes two spellings for one name, as those of macOS and Windows do. */
function folds(fs: FileSystem, data: string): boolean {
  const probe = join(data, `.probe-${process.pid}`)
  fs.write(probe, '')
  try {
    return fs.exists(join(data, `.PROBE-${process.pid}`))
  } finally {
    fs.remove(probe)
  }
}

/** Thread files that were named on a disk which tells case apart get the names that they have on this one. */
function foldNames(fs: FileSystem, folders: FileFolders): void {
  const { threads } = folders
  const layout = layoutOf(folders, 'folded')
  for (const name of fs.list(threads)) {
    const [, stem, end] = /^([^=]*)\.(json|txt)$/.exec(name) ?? []
    if (stem === undefined) continue
    const to = end === 'json' ? layout.threadFile(stem) : layout.textFile(stem)
    if (to !== join(threads, name)) fs.rename(join(threads, name), to)
  }
}
