import { setTimeout as delay } from 'node:timers/promises'
import { isRecordKind } from '../../domain/records.ts'
import type { RecordKind } from '../../domain/records.ts'
import { decodeKey, encodeKey } from '../../domain/values/ids.ts'
import { HitCraftError } from '../../errors/hitcraft-error.ts'
import type { Damage } from '../chat-store.ts'
import { ifWhole } from '../core/damaged.ts'
import {
  burialOf,
  foundDamaged,
  foundThread,
  KINDS_NAMED_BY_THREAD,
  planErasing,
  SCRUBBED_KINDS,
} from '../core/plan-erasing.ts'
import type { FoundThread } from '../core/plan-erasing.ts'
import { kinded } from '../core/record-row.ts'
import type { KindedRecord } from '../core/record-row.ts'
import { textOf } from '../core/row-reader.ts'
import { rowOfEntry } from '../core/adoption/adopted-history.ts'
import { adoptRows } from './adopt.ts'
import type { Database, Sql } from './connection/database.ts'
import { readThreads } from './postgres-threads.ts'
import { facetName, LOST_USER } from './rows/facet-rows.ts'
import { countAnalyzed, knownKeys } from './rows/pending.ts'
import { RECORD_COLUMNS, recordOfRow } from './rows/record-row.ts'
import { writeRecords } from './rows/record-rows.ts'
import { dropStates } from './rows/states.ts'
import { tombstoneSecrets } from './rows/tombstone-rows.ts'
import { countRecords, countThreads } from './rows/totals.ts'

/** Tables whose rows are about one thread, with the column that says which; `records` beside them. */
const ABOUT = [
  // First: it waits for whoever indexes one of them, whose rows are there then.
  ['unindexed', 'id'],
  ['search', 'id'],
  ['pending', 'id'],
  ['analyzed', 'id'],
  ['prefix_keys', 'id'],
  ['facets', 'id'],
  ['damaged', 'id'],
  ['analysis_history', 'thread_id'],
  ['threads', 'id'],
] as const

/** Tables in which words of threads may lie. */
const TABLES = ['records', ...ABOUT.map(([table]) => table)] as const

/** Milliseconds between two looks at who is under way. */
const POLL = 50

/** Erases threads from every table, and leaves tombstones. */
export class Eraser {
  readonly #db: Database
  readonly #schema: string

  constructor(db: Database) {
    this.#db = db
    this.#schema = db.table('hitcraft_schema')
  }

  eraseThreads(ids: readonly string[]): Promise<number> {
    return this.#erase(async () => ({ ids: [...new Set(ids)].map(encodeKey), users: [] }))
  }

  eraseUser(userId: string): Promise<number> {
    return this.#erase(async (sql) => ({
      ids: await this.#threadsOfUser(sql, userId),
      users: [userId],
    }))
  }

  async threadsOfUser(userId: string): Promise<string[]> {
    return (await this.#threadsOfUser(this.#db, userId)).map(decodeKey)
  }

  /** Encoded ids. */
  async #threadsOfUser(sql: Sql, userId: string): Promise<string[]> {
    const rows = await sql.rows(
      `SELECT DISTINCT id FROM ${this.#db.table('facets')} WHERE facet = ANY($1) ORDER BY id`,
      [['user', LOST_USER].map((name) => facetName({ name, value: userId }))],
    )
    return rows.map((row) => textOf(row, 'id'))
  }

  async #erase(select: (sql: Sql) => Promise<{ ids: string[]; users: string[] }>): Promise<number> {
    const erased = await this.#db.writing(async (sql) => {
      await adoptRows(sql)
      const { ids, users } = await select(sql)
      const found: FoundThread[] = []
      // Of a damaged one the id alone is known for certain.
      const damaged = ({ id = '' }: Damage) => found.push(foundDamaged(id))
      for (const thread of (await readThreads(sql, ids, damaged)).values()) {
        found.push(foundThread(thread))
      }
      const [secret] = await tombstoneSecrets(sql)
      const { stones, scrubbed } = planErasing({
        asked: ids.map(decodeKey),
        found,
        users,
        records: await this.#recordsOfKinds(sql, SCRUBBED_KINDS),
        burial: burialOf(secret),
      })
      await writeRecords(sql, 'tombstone', stones)
      for (const { kind, record } of scrubbed) await writeRecords(sql, kind, [record])
      await this.#eraseAdoptedRows(sql, ids)
      let rows = scrubbed.length + (await this.#eraseRecords(sql, ids))
      const keys = await knownKeys(sql)
      await countAnalyzed(sql, await dropStates(sql, keys, ids))
      for (const [table, column] of ABOUT) {
        const statement = `DELETE FROM ${this.#db.table(table)} WHERE ${column} = ANY($1) RETURNING 1 AS n`
        rows += (await sql.rows(statement, [ids])).length
      }
      for (const user of users) rows += await this.#eraseKeptOf(sql, user)
      const count = found.length
      await countThreads(sql, -count)
      if (rows > 0) await sql.rows(`UPDATE ${this.#schema} SET erases = erases + 1`)
      return count
    })
    await this.wipe()
    return erased
  }

  /**
   * Records of the threads; those that name a thread in their id, as analyses do, by that too, should the
   * column that says so have been changed.
   */
  async #eraseRecords(sql: Sql, ids: readonly string[]): Promise<number> {
    const rows = await sql.rows(
      `DELETE FROM ${this.#db.table('records')} WHERE thread = ANY($1)
         OR (kind = ANY($2) AND substr(id, strpos(id, E'\\n') + 1) = ANY($1))
       RETURNING kind`,
      [ids, KINDS_NAMED_BY_THREAD],
    )
    const kinds = Map.groupBy(rows, (row) => textOf(row, 'kind'))
    for (const [kind, gone] of kinds) {
      if (isRecordKind(kind)) await countRecords(sql, kind, -gone.length)
    }
    return rows.length
  }

  /** Rows that were put aside hold whatever they held; what names the user goes. */
  async #eraseKeptOf(sql: Sql, userId: string): Promise<number> {
    const once = JSON.stringify(userId).slice(1, -1)
    const twice = JSON.stringify(once).slice(1, -1)
    const rows = await sql.rows(
      `DELETE FROM ${this.#db.table('damaged')} WHERE strpos(row, $1) > 0 OR strpos(row, $2) > 0
       RETURNING 1 AS n`,
      [once, twice],
    )
    return rows.length
  }

  /** Rows of another program that name the threads among others; what they say of those stays in ours. */
  async #eraseAdoptedRows(sql: Sql, ids: readonly string[]): Promise<void> {
    const rows = await sql.rows(
      `SELECT id FROM ${this.#db.table('records')}
       WHERE thread = ANY($1) AND kind = 'history' AND id LIKE '%-legacy-%'`,
      [ids],
    )
    if (rows.length === 0) return
    await sql.rows(`DELETE FROM ${this.#db.table('analysis_history')} WHERE entry_id = ANY($1)`, [
      rows.map((row) => rowOfEntry(textOf(row, 'id'))),
    ])
  }

  /** Every record of some kinds that can be read. */
  async #recordsOfKinds(sql: Sql, kinds: readonly RecordKind[]): Promise<KindedRecord[]> {
    const rows = await sql.rows(
      `SELECT kind, ${RECORD_COLUMNS} FROM ${this.#db.table('records')} WHERE kind = ANY($1)`,
      [kinds],
    )
    return rows.flatMap((row) => {
      const kind = kinds.find((each) => each === row['kind'])
      const record = kind && ifWhole(() => recordOfRow(kind, row))
      return kind === undefined || record === undefined ? [] : [kinded(kind, record)]
    })
  }

  /**
   * Erases the bytes of rows that are gone, where an erase has not come to that; also after one that
   * was interrupted. A plain VACUUM only frees the room in which deleted rows lie; their bytes stay until
   * something else is written there. So the tables are written anew, which only their owner may ask for:
   * under another role the bytes stay, and `check` tells.
   *
   * @throws HitCraftError UNAVAILABLE when a transaction that can see the rows does not end; NO_SPACE, as
   *   each table is there twice meanwhile
   */
  async wipe(): Promise<void> {
    const [row] = await this.#db.rows(
      `SELECT erases::text AS erases, wiped < erases AS open FROM ${this.#schema}`,
    )
    if (row?.['open'] !== true) return
    await this.#untilNobodySees()
    const before = await this.#files()
    for (const table of TABLES) {
      await this.#db.rows(`VACUUM (FULL) ${this.#db.table(table)}`, [], 'tables')
    }
    const after = await this.#files()
    // The server only warns of a table that the role may not write anew.
    if ([...before].some(([table, file]) => after.get(table) === file)) return
    await this.#db.rows(
      `UPDATE ${this.#schema} SET wiped = greatest(wiped, $1)`,
      [row['erases']],
      'locks',
    )
  }

  /**
   * A table that is written anew keeps the deleted rows that some transaction can still see, that of
   * another VACUUM (FULL) included. So this waits until all are gone that began before it. It finds
   * itself too: what a new transaction holds back, in whatever database, the VACUUM will.
   */
  async #untilNobodySees(): Promise<void> {
    const [now] = await this.#db.rows(
      'SELECT pg_snapshot_xmax(pg_current_snapshot())::xid::text AS xid',
    )
    const deadline = Date.now() + this.#db.answerTimeout
    for (;;) {
      const older = await this.#db.rows(
        `SELECT 1 AS n FROM (
           SELECT unnest(ARRAY[backend_xmin, backend_xid]) AS xid FROM pg_stat_activity
           WHERE datid IS NULL OR datname = current_database()
           UNION ALL SELECT transaction FROM pg_prepared_xacts WHERE database = current_database()
           UNION ALL SELECT xmin FROM pg_replication_slots) AS held
         WHERE age(xid) > age($1::text::xid) LIMIT 1`,
        [now?.['xid']],
      )
      if (older.length === 0) return
      if (Date.now() > deadline) {
        throw new HitCraftError(
          'UNAVAILABLE',
          `PostgreSQL at ${this.#db.location} keeps the bytes of what was erased for an older transaction`,
          {
            remedy:
              'Erase the same again when the dump, report or writer that is under way has ended.',
          },
        )
      }
      await delay(POLL)
    }
  }

  /** The file of each table; another one when it was written anew. */
  async #files(): Promise<Map<unknown, unknown>> {
    const rows = await this.#db.rows(
      'SELECT t AS name, pg_relation_filenode(t::regclass)::text AS file FROM unnest($1::text[]) AS t',
      [TABLES.map((table) => this.#db.table(table))],
    )
    return new Map(rows.map(({ name, file }) => [name, file]))
  }
}
