import { stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { analysisId } from '../../../domain/records.ts'
import type { RecordKind } from '../../../domain/records.ts'
import type { ChatStore } from '../../chat-store.ts'
import { examineByPages } from '../../examine-by-pages.ts'
import { refuseWhenClosed } from '../../refuse-when-closed.ts'
import type { FileFolders } from '../../store-target.ts'
import { Catalog } from '../catalog/catalog.ts'
import { CatalogWriter } from '../catalog/catalog-writer.ts'
import { Eraser } from './eraser.ts'
import { fileChecks } from './file-checks.ts'
import type { FileContext } from './file-context.ts'
import { countRecords, listRecords, readRecord } from '../catalog/catalog-records.ts'
import { CatalogQueries } from '../catalog/catalog-queries.ts'
import { FileRecords } from './file-records.ts'
import { realFileSystem } from './disk/file-system.ts'
import type { FileSystem } from './disk/file-system.ts'
import { FileThreads } from './file-threads.ts'
import { layoutOf, prepareFolders } from './disk/layout.ts'
import { Log } from './disk/log.ts'
import { rebuild, recover } from './recover.ts'
import { Settler } from './settler.ts'

export interface FileStoreOptions {
  /** For tests: a disk that forgets. Default the real one. */
  readonly fileSystem?: FileSystem
}

/**
 * Opens a store of plain files, making its folders. What a dead process left in the log is taken in.
 *
 * A batch is acknowledged when the log holds it, synced; thread files, readable texts and the search
 * index follow, at the latest when the store is closed. `docs/decisions/0003-file-backend.md` says why.
 *
 * @throws HitCraftError PERMISSION, NO_SPACE; UNSUPPORTED for the folder of an older program
 */
export async function openFileStore(
  folders: FileFolders,
  options: FileStoreOptions = {},
): Promise<ChatStore> {
  const fs = options.fileSystem ?? realFileSystem
  const layout = layoutOf(folders)
  prepareFolders(layout, fs)
  const catalog = new Catalog(layout.catalog)
  const base = {
    layout,
    fs,
    log: new Log(layout.log, fs),
    catalog,
    writer: new CatalogWriter(catalog),
  }
  const reader = new FileThreads({ ...base, wake: () => undefined })
  const settler = new Settler(base, reader)
  const context: FileContext = { ...base, wake: () => settler.wake() }
  try {
    await recover(context)
  } catch (error) {
    base.log.close()
    await catalog.close()
    throw error
  }
  const threads = new FileThreads(context)
  const records = new FileRecords(context)
  const eraser = new Eraser(context, threads, records, settler)
  await eraser.finish()
  settler.wake()
  return storeOf(context, { settler, threads, records, eraser })
}

interface Facets {
  readonly settler: Settler
  readonly threads: FileThreads
  readonly records: FileRecords
  readonly eraser: Eraser
}

function storeOf(context: FileContext, facets: Facets): ChatStore {
  const { catalog, layout, log } = context
  const { settler, threads, records, eraser } = facets
  const queries = new CatalogQueries({
    ...context,
    read: async (ids) =>
      new Map(
        ids.flatMap((id) => {
          const thread = threads.read(id)
          return thread === undefined ? [] : [[id, thread] as const]
        }),
      ),
    unread: () => 0,
  })
  let closing: Promise<void> | undefined

  const close = async () => {
    try {
      await settler.drain()
    } finally {
      await settler.stop()
      await catalog.close()
      log.close()
    }
  }

  const placeOf = (kind: 'thread' | RecordKind, id: string) =>
    kind === 'thread' ? layout.threadFile(id) : layout.records

  const store: ChatStore = {
    kind: 'file',
    location: dirname(layout.folders.threads),

    mergeThreads: (batch) => threads.mergeThreads(batch),
    getThread: (id) => threads.getThread(id),
    getThreads: (ids) => threads.getThreads(ids),
    listThreads: (query) => queries.listThreads(query),
    countThreads: (filter) => queries.countThreads(filter),
    searchThreads: (query) => queries.searchThreads(query),
    eraseThreads: (ids) => eraser.eraseThreads(ids),
    eraseUser: (userId) => eraser.eraseUser(userId),

    saveAnalyses: (items) => records.saveAnalyses(items),
    getAnalysis: async (threadId, analyzerKey) =>
      readRecord(catalog, 'analysis', analysisId(analyzerKey, threadId)),
    listAnalyses: (query) => queries.listAnalyses(query),
    listPending: (query) => queries.listPending(query),
    countPending: (analyzerKey) => queries.countPending(analyzerKey),
    saveTopicAssignments: (assignments) => records.saveTopicAssignments(assignments),

    putRecords: (kind, items) => records.putRecords(kind, items),
    getRecord: async (kind, id) => readRecord(catalog, kind, id),
    listRecords: async (kind, query) => listRecords(catalog, kind, query),
    countRecords: async (kind) => countRecords(catalog, kind),

    identity: async () => {
      const { dev, ino } = await stat(layout.folders.data, { bigint: true })
      return `${dev}:${ino}`
    },
    indexState: async () => queries.indexState(),
    flushIndex: () => settler.flush(),
    // Every process reads the one catalog.
    refresh: async () => undefined,
    reindex: async (options = {}) => {
      await settler.drain()
      await rebuild(context, options)
      await eraser.finish()
      await settler.flush()
      return Array.fromAsync(store.examine())
    },
    examine: (upkeep) => examineByPages(store, placeOf, upkeep),
    check: async () => fileChecks(context),
    close: () => (closing ??= close()),
  }
  return refuseWhenClosed(store, () => closing !== undefined)
}
