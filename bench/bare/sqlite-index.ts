import { DatabaseSync } from 'node:sqlite'
import type { Thread } from '../../src/domain/thread/thread.ts'
import { lastOf } from './bare-store.ts'

/** The indexed queries of a store that has no database: the least that SQLite can do for them. */
export class SqliteIndex {
  readonly #db = new DatabaseSync('')
  readonly #insert
  readonly #insertPending
  readonly #page
  readonly #pending

  constructor() {
    this.#db
      .exec(`CREATE TABLE threads (id TEXT PRIMARY KEY, last TEXT, summary TEXT) WITHOUT ROWID;
      CREATE INDEX newest ON threads (last DESC, id);
      CREATE TABLE pending (id TEXT PRIMARY KEY) WITHOUT ROWID`)
    this.#insert = this.#db.prepare('INSERT INTO threads VALUES (?, ?, ?)')
    this.#insertPending = this.#db.prepare('INSERT INTO pending VALUES (?)')
    this.#page = this.#db.prepare(
      'SELECT id, last, summary FROM threads WHERE last < ? ORDER BY last DESC, id LIMIT 50',
    )
    this.#pending = this.#db.prepare('SELECT id FROM pending WHERE id > ? ORDER BY id LIMIT 10')
  }

  add(threads: readonly Thread[]): void {
    this.#db.exec('BEGIN')
    for (const thread of threads) {
      this.#insert.run(thread.id, lastOf(thread), JSON.stringify({ id: thread.id }))
      this.#insertPending.run(thread.id)
    }
    this.#db.exec('COMMIT')
  }

  page(before: string): unknown {
    return this.#page.all(before)
  }

  pending(after: string): unknown {
    return this.#pending.all(after)
  }

  close(): void {
    this.#db.close()
  }
}
