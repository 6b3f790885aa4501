import { HitCraftError } from '../../errors/hitcraft-error.ts'
import type { ChatStore } from '../chat-store.ts'
import { assembleStore } from '../assemble-store.ts'
import type { Surrounding } from '../assemble-store.ts'
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
  const pending = new MongoPending(db, lease)
  const queries = new MongoQueries(db, pending)
  const inDatabase: Surrounding = (call) => db.run(call)
  // What was adopted, or left by a reindex that was cut short.
  indexer.wake()

  return assembleStore({
    kind: 'mongodb',
    location: db.location,
    asking: inDatabase,
    changing: inDatabase,
    threads: new MongoThreads(db, lease),
    lists: new ThreadLists(queries),
    pending,
    eraser: new Eraser(db, lease),
    records: new MongoRecords(db, lease),
    upkeep: {
      identity: () => identityOf(db),
      listStamps: (kind, query) => listStamps(db, kind, query),
      indexState: () => queries.indexState(),
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
      close: async () => {
        try {
          await db.run(() => indexer.flush())
        } catch (error) {
          // The server is gone: what was acknowledged is there, and the index follows at the next open.
          if (!(error instanceof HitCraftError)) throw error
        } finally {
          await indexer.stop()
          await db.close()
        }
      },
    },
    ledgers: mongoLedgers(db, lease),
  })
}

/** The number that the server gave the collection when it was made; a restored one has another. */
async function identityOf(db: MongoDatabase): Promise<string> {
  const [threads] = await db.db.listCollections({ name: 'threads' }).toArray()
  const uuid = threads !== undefined && 'info' in threads ? threads.info?.uuid : undefined
  return uuid === undefined ? db.location : uuid.toString('hex')
}
