import { dirname, join } from 'node:path'
import { safeName } from '../../../../domain/values/ids.ts'
import { HitCraftError } from '../../../../errors/hitcraft-error.ts'
import type { FileFolders } from '../../../store-target.ts'
import type { FileSystem } from './file-system.ts'

/** Where everything lies. The seed's names are fixed; the others are this backend's own. */
export interface Layout {
  readonly folders: FileFolders
  readonly catalog: string
  readonly log: string
  /** `<kind>.jsonl`: records, the last line of an id counts. */
  readonly records: string
  /** One `<run id>.jsonl` a run: which threads it covered. */
  readonly history: string
  /** `{"id", "asOf"}` lines: threads confirmed by a later export. */
  readonly sightings: string
  /** The seed's `analysis_history.json`. */
  readonly analysisHistory: string
  threadFile(id: string): string
  textFile(id: string): string
}

const MARK = 'store.json'

export function layoutOf(folders: FileFolders): Layout {
  const { data, threads } = folders
  return {
    folders,
    catalog: join(data, 'catalog.sqlite'),
    log: join(data, 'log'),
    records: join(data, 'records'),
    history: join(data, 'history'),
    sightings: join(data, 'sightings.jsonl'),
    analysisHistory: join(data, 'analysis_history.json'),
    threadFile: (id) => join(threads, `${safeName(id)}.json`),
    textFile: (id) => join(threads, `${safeName(id)}.txt`),
  }
}

/**
 * Makes the folders, or recognises what is there.
 * @throws HitCraftError UNSUPPORTED for the data of the older app, naming the command that takes it over
 */
export function prepareFolders(layout: Layout, fs: FileSystem): void {
  const { threads, data } = layout.folders
  const mark = join(data, MARK)
  if (!fs.exists(mark)) {
    const older = ['thread_index.json', 'index.json', 'analysis_history.json']
    if (older.some((name) => fs.exists(join(data, name)) || fs.exists(join(threads, name)))) {
      throw new HitCraftError('UNSUPPORTED', `${data} holds data of an older program`, {
        remedy:
          'Take it over with: hitcraft migrate --from legacy:. --to file:. (in a later version).',
      })
    }
  }
  for (const folder of [threads, data, layout.log, layout.records, layout.history]) {
    fs.makeFolder(folder)
  }
  if (fs.exists(mark)) return
  // Without its mark this folder would be taken for one of the older app.
  // Written outside of the writers' lock: two processes that open a new store must not share the part.
  const part = `${mark}.${process.pid}.part`
  writeDurably(fs, mark, `${JSON.stringify({ store: 'hitcraft', layout: 1 })}\n`, part)
  for (const folder of new Set([dirname(data), dirname(threads)])) fs.syncPath(folder)
}

/** The same, and durable when it returns: the old content stays until the new one is synced. */
export function writeDurably(
  fs: FileSystem,
  path: string,
  data: string | Uint8Array,
  part = `${path}.part`,
): void {
  fs.write(part, data)
  fs.syncPath(part)
  fs.rename(part, path)
  fs.syncPath(dirname(path))
}

/** Under another name first, so that whoever looks sees the old file or the new one. */
export function writeWhole(
  fs: FileSystem,
  path: string,
  data: string | Uint8Array,
  part = `${path}.part`,
): void {
  fs.write(part, data)
  fs.rename(part, path)
}
