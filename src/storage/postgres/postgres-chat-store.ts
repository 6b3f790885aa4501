import { textOf } from '../core/row-reader.ts'
import { HitCraftError } from '../../errors/hitcraft-error.ts'
import { analysisId } from '../../domain/kinds/analysis.ts'
import type { ChatStore } from '../chat-store.ts'
import { withClaims } from '../core/claims/with-claims.ts'
import type { UnclaimedStore } from '../core/claims/with-claims.ts'
import { guardStore } from '../guard-store.ts'
import type { PostgresOptions } from './options.ts'
import { Database } from './connection/database.ts'
import { Eraser } from './eraser.ts'
import { examine } from './upkeep/examine.ts'
import { postgresLedgers } from './rows/claims.ts'
import { postgresChecks } from './upkeep/postgres-checks.ts'
import { ThreadLists } from '../core/lists/thread-lists.ts'
import { PostgresQueries } from './postgres-queries.ts'
import { PostgresRecords } from './postgres-records.ts'
import { listStamps } from './rows/stamps.ts'
import { PostgresThreads } from './postgres-threads.ts'
import { reindex } from './upkeep/reindex.ts'
import { prepareSchema } from './schema.ts'
import { searchIndexer } from './search-indexer.ts'

/**
 * Opens a store in PostgreSQL 13 or newer, making or bringing up to date its tables.
 *
 * @throws HitCraftError UNAVAILABLE, PERMISSION, NOT_FOUND (the database), UNSUPPORTED (tables of
 *   something else, or of a later version), each with what to do
 */
export async function openPostgresStore(options: PostgresOptions): Promise<ChatStore> {
  const db = new Database(options)
  try {
    await prepareSchema(db)
  } catch (error) {
    await db.close()
    throw error
  }
  return storeOf(db)
}

function storeOf(db: Database): ChatStore {
  const indexer = searchIndexer(db)
  const threads = new PostgresThreads(db, () => indexer.wake())
  const records = new PostgresRecords(db)
  const queries = new PostgresQueries(db)
  const lists = new ThreadLists(queries)
  const eraser = new Eraser(db)
  let closing: Promise<void> | undefined

  const close = async () => {
    try {
      await indexer.flush()
    } catch (error) {
      // The server is gone: what was acknowledged is there, and the index follows at the next open.
      if (!(error instanceof HitCraftError)) throw error
    } finally {
      await indexer.stop()
      await db.close()
    }
  }

  const store: UnclaimedStore = {
    kind: 'postgres',
    location: db.location,

    mergeThreads: (batch) => threads.mergeThreads(batch),
    getThread: (id) => threads.getThread(id),
    getThreads: (ids) => threads.getThreads(ids),
    listThreads: (query) => lists.listThreads(query),
    countThreads: (filter) => lists.countThreads(filter),
    searchThreads: (query) => lists.searchThreads(query),
    eraseThreads: (ids) => eraser.eraseThreads(ids),
    threadsOfUser: (userId) => eraser.threadsOfUser(userId),
    eraseUser: (userId) => eraser.eraseUser(userId),

    saveAnalyses: (items) => records.saveAnalyses(items),
    getAnalysis: (threadId, analyzerKey) =>
      records.getRecord('analysis', analysisId(analyzerKey, threadId)),
    listAnalyses: (query) => lists.listAnalyses(query),
    listPending: (query) => queries.listPending(query),
    countPending: (analyzerKey) => queries.countPending(analyzerKey),
    saveTopicAssignments: (assignments) => records.saveTopicAssignments(assignments),

    putRecords: (kind, items) => records.putRecords(kind, items),
    getRecord: (kind, id) => records.getRecord(kind, id),
    listRecords: (kind, query) => records.listRecords(kind, query),
    countRecords: (kind) => records.countRecords(kind),

    identity: () => identityOf(db),
    listStamps: (kind, query) => listStamps(db, kind, query),
    indexState: () => queries.indexState(),
    flushIndex: () => indexer.flush(),
    // Every read goes to the server.
    refresh: async () => undefined,
    reindex: async (upkeep = {}) => {
      // What is missing is told before the rows that still promise it are made anew.
      const { signal } = upkeep
      const damages = await Array.fromAsync(examine(db, signal === undefined ? {} : { signal }))
      await reindex(db, upkeep)
      await indexer.flush()
      await eraser.wipe()
      return damages
    },
    examine: (upkeep) => examine(db, upkeep),
    check: () => postgresChecks(db),
    close: () => (closing ??= close()),
  }
  return guardStore(withClaims(store, postgresLedgers(db)), () => closing !== undefined)
}

/** The server as it was started, the database and the schema; another server that was copied has another start. */
async function identityOf(db: Database): Promise<string> {
  const [row] = await db.rows(
    `SELECT concat_ws(' ', extract(epoch FROM pg_postmaster_start_time())::text, d.oid, n.oid) AS identity
     FROM pg_database d, pg_namespace n WHERE d.datname = current_database() AND n.nspname = $1`,
    [db.schema],
  )
  return textOf(row, 'identity')
}
