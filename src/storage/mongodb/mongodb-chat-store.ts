import { HitCraftError } from '../../errors/hitcraft-error.ts'
import { analysisId } from '../../domain/kinds/analysis.ts'
import type { ChatStore } from '../chat-store.ts'
import { withClaims } from '../core/claims/with-claims.ts'
import type { UnclaimedStore } from '../core/claims/with-claims.ts'
import { guardStore } from '../guard-store.ts'
import { ThreadLists } from '../core/lists/thread-lists.ts'
import { checks } from './upkeep/checks.ts'
import { mongoLedgers } from './claims.ts'
import { MongoDatabase } from './connection/database.ts'
import type { MongoOptions } from './options.ts'
import { WriterLease } from './connection/writer-lease.ts'
import { Eraser } from './eraser.ts'
import { MongoPending } from './listing/mongodb-pending.ts'
import { MongoQueries } from './listing/mongodb-queries.ts'
import { MongoRecords } from './mongodb-records.ts'
import { listStamps } from './listing/stamps.ts'
import { MongoThreads } from './mongodb-threads.ts'
import { countDocuments } from './upkeep/counts.ts'
import { examine } from './upkeep/examine.ts'
import { reindex } from './upkeep/reindex.ts'
import { prepareSchema } from './upkeep/schema.ts'
import { searchIndexer } from './search-indexer.ts'
import { finishChanges } from './unfinished.ts'

/**
 * Opens a store in MongoDB 4.4 or newer (standalone, replica set or sharded), making or bringing up to
 * date its collections and indexes.
 *
 * @throws HitCraftError INVALID_CONFIG, UNAVAILABLE, PERMISSION, UNSUPPORTED (a collection of something
 *   else, or of a later version), each with what to do
 */
export async function openMongoStore(options: MongoOptions): Promise<ChatStore> {
  const db = new MongoDatabase(options)
  const lease = new WriterLease(
    db.locks,
    (held) => finishChanges(db, held),
    () => countDocuments(db),
  )
  try {
    await db.connect()
    await db.run(() => prepareSchema(db, lease))
  } catch (error) {
    await db.close()
    throw error
  }
  return storeOf(db, lease)
}

function storeOf(db: MongoDatabase, lease: WriterLease): ChatStore {
  const indexer = searchIndexer(db, lease)
  const threads = new MongoThreads(db, lease)
  const records = new MongoRecords(db, lease)
  const pending = new MongoPending(db, lease)
  const queries = new MongoQueries(db, pending)
  const lists = new ThreadLists(queries)
  const eraser = new Eraser(db, lease)
  let closing: Promise<void> | undefined
  // What was adopted, or left by a reindex that was cut short.
  indexer.wake()

  const close = async () => {
    try {
      await db.run(() => indexer.flush())
    } catch (error) {
      // The server is gone: what was acknowledged is there, and the index follows at the next open.
      if (!(error instanceof HitCraftError)) throw error
    } finally {
      await indexer.stop()
      await db.close()
    }
  }

  const store: UnclaimedStore = {
    kind: 'mongodb',
    location: db.location,

    mergeThreads: (batch) => db.run(() => threads.mergeThreads(batch)),
    getThread: (id) => db.run(() => threads.getThread(id)),
    getThreads: (ids) => db.run(() => threads.getThreads(ids)),
    listThreads: (query) => db.run(() => lists.listThreads(query)),
    countThreads: (filter) => db.run(() => lists.countThreads(filter)),
    searchThreads: (query) => db.run(() => lists.searchThreads(query)),
    eraseThreads: (ids) => db.run(() => eraser.eraseThreads(ids)),
    threadsOfUser: (userId) => db.run(() => eraser.threadsOfUser(userId)),
    eraseUser: (userId) => db.run(() => eraser.eraseUser(userId)),

    saveAnalyses: (items) => db.run(() => records.saveAnalyses(items)),
    getAnalysis: (threadId, analyzerKey) =>
      db.run(() => records.getRecord('analysis', analysisId(analyzerKey, threadId))),
    listAnalyses: (query) => db.run(() => lists.listAnalyses(query)),
    listPending: (query) => db.run(() => pending.list(query)),
    countPending: (analyzerKey) => db.run(() => pending.count(analyzerKey)),
    saveTopicAssignments: (assignments) => db.run(() => records.saveTopicAssignments(assignments)),

    putRecords: (kind, items) => db.run(() => records.putRecords(kind, items)),
    getRecord: (kind, id) => db.run(() => records.getRecord(kind, id)),
    listRecords: (kind, query) => db.run(() => records.listRecords(kind, query)),
    countRecords: (kind) => db.run(() => records.countRecords(kind)),

    identity: () => db.run(() => identityOf(db)),
    listStamps: (kind, query) => db.run(() => listStamps(db, kind, query)),
    indexState: () => db.run(() => queries.indexState()),
    flushIndex: () => db.run(() => indexer.flush()),
    // Every read goes to the server.
    refresh: async () => undefined,
    reindex: (upkeep = {}) =>
      db.run(async () => {
        // What is missing is told before the documents that still promise it are made anew.
        const { signal } = upkeep
        const damages = await Array.fromAsync(
          examine(db, lease, signal === undefined ? {} : { signal }),
        )
        await reindex(db, lease, upkeep)
        await indexer.flush()
        return damages
      }),
    examine: (upkeep) => db.each(examine(db, lease, upkeep)),
    check: () => db.run(() => checks(db)),
    close: () => (closing ??= close()),
  }
  const claims = mongoLedgers(db, lease)
  return guardStore(withClaims(store, claims), () => closing !== undefined)
}

/** The number that the server gave the collection when it was made; a restored one has another. */
async function identityOf(db: MongoDatabase): Promise<string> {
  const [threads] = await db.db.listCollections({ name: 'threads' }).toArray()
  const uuid = threads !== undefined && 'info' in threads ? threads.info?.uuid : undefined
  return uuid === undefined ? db.location : uuid.toString('hex')
}
