import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FileFolders } from '../../../backends/folders.ts'
import { Catalog } from '../../catalog/catalog.ts'
import { CatalogWriter } from '../../catalog/catalog-writer.ts'
import type { FileSystem } from '../disk/file-system.ts'
import { prepareFolders } from '../disk/folders.ts'
import type { Layout } from '../disk/layout.ts'
import { Log } from '../disk/log.ts'
import { logEnd } from '../file-context.ts'
import type { BaseContext } from '../file-context.ts'
import { bootId } from './boot.ts'
import { catchUp } from '../recovery/catch-up.ts'
import { forgetBuried } from '../recovery/forget-buried.ts'
import { rebuild } from '../recovery/rebuild.ts'
import { replay } from '../recovery/replay.ts'

/** Opens folders, log and catalog, and brings the catalog up to what the log and the files hold. */
export async function openContext(folders: FileFolders, fs: FileSystem): Promise<BaseContext> {
  const layout = prepareFolders(folders, fs)
  const isReadOnly = !fs.canWrite(folders.data) || !fs.canWrite(folders.threads)
  const catalog = isReadOnly ? copyOfCatalog(layout) : new Catalog(layout.catalog)
  const log = new Log(layout.log, fs)
  const context = { layout, fs, log, catalog, writer: new CatalogWriter(catalog), isReadOnly }
  try {
    await recover(context)
  } catch (error) {
    log.close()
    await catalog.close()
    throw error
  }
  return context
}

/** What may only be read is answered for by a copy, which this process may bring up to date. */
function copyOfCatalog(layout: Layout): Catalog {
  const folder = mkdtempSync(join(tmpdir(), 'hitcraft-read-'))
  try {
    for (const suffix of ['', '-wal']) {
      const from = layout.catalog + suffix
      if (existsSync(from)) copyFileSync(from, join(folder, `catalog.sqlite${suffix}`))
    }
    return new Catalog(join(folder, 'catalog.sqlite'), { private: true })
  } finally {
    if (process.platform !== 'win32') rmSync(folder, { recursive: true, force: true })
  }
}

/**
 * Replays what a dead process left in the log, or fills a catalog that is new or behind from scratch.
 * Where there is nothing to do it takes no writer's turn.
 */
async function recover(context: BaseContext): Promise<void> {
  const { catalog, log, isReadOnly } = context
  const oldest = log.segments()[0]
  const known = Number(catalog.meta('log segment') ?? 0)
  // A segment goes only after the catalog was told; one that expects a segment from before is behind.
  const isBehind = oldest !== undefined && known !== 0 && known < oldest
  if (catalog.isNew || known === 0 || isBehind) {
    await rebuild(context)
    return
  }
  const { segment, end } = logEnd(catalog)
  const isSameBoot = catalog.meta('boot') === bootId()
  if (isSameBoot && log.size(segment) === end) return
  await catalog.write(() => {
    if (!isSameBoot) {
      // After another start of the machine the catalog may have forgotten what it knew.
      for (const each of log.segments()) replay(context, each, 0)
      forgetBuried(context)
      catalog.setMeta('boot', bootId())
    }
    if (!isReadOnly) catchUp(context)
  })
}
