import { randomBytes } from 'node:crypto'
import { decodeKey, encodeKey } from '../../domain/values/ids.ts'
import { namesToBury, tombstoneId } from '../../domain/thread/tombstone.ts'
import type { Tombstone, TombstoneName } from '../../domain/thread/tombstone.ts'
import type { Database, Sql } from './connection/database.ts'
import { readThreads } from './postgres-threads.ts'
import { writeRecords } from './rows/record-rows.ts'
import { addToTotal, lockWriters } from './schema.ts'

/** Tables whose rows are about one thread, with the column that says which. */
const ABOUT = [
  ['search', 'id'],
  ['pending', 'id'],
  ['analyzed', 'id'],
  ['prefix_keys', 'id'],
  ['thread_users', 'id'],
  ['records', 'thread'],
  ['analysis_history', 'thread_id'],
  ['threads', 'id'],
] as const

/** Erases threads from every table, and leaves tombstones. */
export class Eraser {
  readonly #db: Database

  constructor(db: Database) {
    this.#db = db
  }

  eraseThreads(ids: readonly string[]): Promise<number> {
    return this.#erase(async () => ({ ids: [...new Set(ids)].map(encodeKey), names: [] }))
  }

  eraseUser(userId: string): Promise<number> {
    return this.#erase(async (sql) => {
      const rows = await sql.rows(
        `SELECT id FROM ${this.#db.table('thread_users')} WHERE user_id = $1`,
        [encodeKey(userId)],
      )
      return { ids: rows.map(({ id }) => String(id)), names: [{ what: 'user', name: userId }] }
    })
  }

  async #erase(
    select: (sql: Sql) => Promise<{ ids: string[]; names: TombstoneName[] }>,
  ): Promise<number> {
    const erased = await this.#db.transaction(async (sql) => {
      await sql.rows(lockWriters(this.#db), [], 'locks')
      const { ids, names } = await select(sql)
      const threads = [...(await readThreads(this.#db, sql, ids)).values()]
      const stones = await this.#stones(sql, [...names, ...threads.flatMap(namesToBury)])
      await writeRecords(this.#db, sql, 'tombstone', stones)
      for (const [table, column] of ABOUT) {
        await sql.rows(`DELETE FROM ${this.#db.table(table)} WHERE ${column} = ANY($1)`, [ids])
      }
      await addToTotal(this.#db, sql, -threads.length)
      return threads.length
    })
    if (erased > 0) await this.#vacuum()
    return erased
  }

  /** All tombstones of a store are made with one secret. */
  async #stones(sql: Sql, names: readonly TombstoneName[]): Promise<Tombstone[]> {
    const [known] = await sql.rows(
      `SELECT tag AS key FROM ${this.#db.table('records')} WHERE kind = 'tombstone' LIMIT 1`,
    )
    const key =
      typeof known?.['key'] === 'string' ? decodeKey(known['key']) : randomBytes(32).toString('hex')
    const erasedAt = new Date().toISOString()
    return names.map(({ what, name }) => ({
      id: tombstoneId(key, what, name),
      what,
      erasedAt,
      key,
    }))
  }

  /**
   * A plain VACUUM only frees the room in which deleted rows lie; their bytes stay until something else
   * is written there. So the tables are written anew, which only their owner may ask for.
   */
  async #vacuum(): Promise<void> {
    for (const [table] of ABOUT) {
      await this.#db.rows(`VACUUM (FULL) ${this.#db.table(table)}`, [], 'tables')
    }
  }
}
