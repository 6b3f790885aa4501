import { textOf } from '../core/row-reader.ts'
import { HitCraftError } from '../../errors/hitcraft-error.ts'
import type { ChatStore } from '../chat-store.ts'
import { assembleStore } from '../assemble-store.ts'
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
  const queries = new PostgresQueries(db)
  const eraser = new Eraser(db)
  return assembleStore({
    kind: 'postgres',
    location: db.location,
    threads: new PostgresThreads(db, () => indexer.wake()),
    lists: new ThreadLists(queries),
    pending: queries,
    eraser,
    records: new PostgresRecords(db),
    upkeep: {
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
      close: async () => {
        try {
          await indexer.flush()
        } catch (error) {
          // The server is gone: what was acknowledged is there, and the index follows at the next open.
          if (!(error instanceof HitCraftError)) throw error
        } finally {
          await indexer.stop()
          await db.close()
        }
      },
    },
    ledgers: postgresLedgers(db),
  })
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
