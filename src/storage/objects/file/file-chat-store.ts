import { dirname } from 'node:path'
import type { Thread } from '../../../domain/thread/thread.ts'
import { isHitCraftError } from '../../../errors/hitcraft-error.ts'
import type { ChatStore } from '../../chat-store.ts'
import { assembleStore } from '../../assemble-store.ts'
import { folderIdentity } from '../../backends/folders.ts'
import type { FileFolders } from '../../backends/folders.ts'
import { ifWhole } from '../../core/damaged.ts'
import { ThreadLists } from '../../core/lists/thread-lists.ts'
import { CatalogQueries } from '../catalog/catalog-queries.ts'
import { listStamps } from '../catalog/catalog-stamps.ts'
import { catalogLedgers } from '../catalog/claims.ts'
import { recordReads } from '../catalog/catalog-records.ts'
import { realFileSystem } from './disk/file-system.ts'
import type { FileSystem } from './disk/file-system.ts'
import { examine } from './examine/examine.ts'
import { refuseReadOnly } from './file-context.ts'
import type { BaseContext, FileContext } from './file-context.ts'
import { FileRecords } from './file-records.ts'
import { FileThreads } from './file-threads.ts'
import { Eraser } from './upkeep/eraser.ts'
import { fileChecks } from './upkeep/file-checks.ts'
import { openContext } from './upkeep/open.ts'
import { reindex } from './recovery/reindex.ts'
import { Settler } from './upkeep/settler.ts'

export interface FileStoreOptions {
  /** For tests: a disk that forgets. Default the real one. */
  readonly fileSystem?: FileSystem
}

/**
 * Opens a store of plain files, making its folders. What a dead process left in the log is taken in.
 *
 * A batch is acknowledged when the log holds it, synced; thread files, readable texts and the search
 * index follow, at the latest when the store that wrote it is closed. Folders that may not be written can
 * be read and examined. `docs/decisions/0003-file-backend.md` says why.
 *
 * @throws HitCraftError PERMISSION, NO_SPACE; INVALID_CONFIG for a setting that names a file;
 *   UNAVAILABLE while others have the catalog for longer than a minute; UNSUPPORTED for the folder of an
 *   older program
 */
export async function openFileStore(
  folders: FileFolders,
  options: FileStoreOptions = {},
): Promise<ChatStore> {
  const base = await openContext(folders, options.fileSystem ?? realFileSystem)
  const facets = facetsOf(base)
  try {
    if (!base.isReadOnly) await facets.eraser.finish()
  } catch (error) {
    // Of a damaged catalog it is met again, and only an open store can be made anew.
    if (isHitCraftError(error, 'CORRUPT')) return storeOf(facets)
    await facets.settler.stop()
    await base.catalog.close()
    base.log.close()
    throw error
  }
  facets.settler.attend()
  return storeOf(facets)
}

interface Facets {
  readonly context: FileContext
  readonly settler: Settler
  readonly threads: FileThreads
  readonly records: FileRecords
  readonly eraser: Eraser
}

function facetsOf(base: BaseContext): Facets {
  const settler = new Settler(base)
  const context: FileContext = { ...base, wake: () => settler.wake() }
  const threads = new FileThreads(context)
  const records = new FileRecords(context)
  return {
    context,
    settler,
    threads,
    records,
    eraser: new Eraser(context, threads, records, settler),
  }
}

function storeOf({ context, settler, threads, records, eraser }: Facets): ChatStore {
  const { catalog, layout, log } = context
  const queries = new CatalogQueries({
    ...context,
    read: async (ids) => readable(threads, ids),
    unread: () => 0,
  })
  return assembleStore({
    kind: 'file',
    location: dirname(layout.folders.threads),
    threads,
    lists: new ThreadLists(queries),
    pending: queries,
    eraser,
    records: { ...recordReads(catalog), write: (wanted, plan) => records.write(wanted, plan) },
    upkeep: {
      identity: () => folderIdentity(layout.folders.data),
      listStamps: async (kind, query) => listStamps(catalog, kind, query),
      indexState: async () => queries.indexState(),
      flushIndex: () => settler.flush(),
      // Every process reads the one catalog.
      refresh: async () => undefined,
      reindex: async (options = {}) => {
        const damages = await reindex(context, settler, options)
        await eraser.finish()
        await settler.flush(options.signal)
        return damages
      },
      examine: (options) => examine(context, threads, options),
      check: async () => fileChecks(context),
      close: async () => {
        try {
          await settler.close()
        } finally {
          await catalog.close()
          log.close()
        }
      },
    },
    ledgers: catalogLedgers(catalog, () => refuseReadOnly(context)),
  })
}

/** The threads under encoded ids; a damaged one is not found by its words. */
function readable(threads: FileThreads, ids: readonly string[]): ReadonlyMap<string, Thread> {
  const found = ids.map((id) => [id, ifWhole(() => threads.read(id))] as const)
  return new Map(found.flatMap(([id, thread]) => (thread === undefined ? [] : [[id, thread]])))
}
