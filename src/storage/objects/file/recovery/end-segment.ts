import { textOf } from '../../../core/row-reader.ts'
import { decodeKey } from '../../../../domain/values/ids.ts'
import { forgetSegment, logEnd, setLogEnd } from '../file-context.ts'
import type { BaseContext } from '../file-context.ts'

/**
 * Drops a segment whose lines stand in their files: the thread files that came of it are synced first. A
 * catalog that forgets this (it is not synced) is found to be behind and made anew. The caller is in `catalog.write`.
 */
export function endSegment(context: BaseContext, segment: number): void {
  const { catalog, log } = context
  syncThreads(context, segment)
  if (segment === logEnd(catalog).segment) {
    log.begin(segment + 1)
    setLogEnd(catalog, segment + 1, 0)
    log.acknowledge(segment + 1, 0)
  }
  if (log.exists(segment)) log.drop(segment)
  forgetSegment(catalog, segment)
}

function syncThreads({ catalog, fs, layout }: BaseContext, segment: number): void {
  const rows = catalog.all('SELECT id FROM unsynced WHERE segment = ?', segment)
  const paths = rows
    .map((row) => layout.threadFile(decodeKey(textOf(row, 'id'))))
    .filter((path) => fs.exists(path))
  if (paths.length > 0) fs.syncAll(paths, layout.folders.threads)
}
