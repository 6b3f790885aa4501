import { DatabaseSync } from 'node:sqlite'
import { summarize } from '../../src/domain/thread/thread-summary.ts'
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
    this.#db.exec(`
      CREATE TABLE threads (id TEXT PRIMARY KEY, last TEXT, hash TEXT, summary TEXT);
      CREATE INDEX newest ON threads (last DESC, id);
      CREATE TABLE pending (id TEXT PRIMARY KEY) WITHOUT ROWID`)
    this.#insert = this.#db.prepare('INSERT INTO threads VALUES (?, ?, ?, ?)')
    this.#insertPending = this.#db.prepare('INSERT INTO pending VALUES (?)')
    this.#page = this.#db.prepare(
      'SELECT id, last, summary FROM threads WHERE last < ? ORDER BY last DESC, id LIMIT 50',
    )
    this.#pending = this.#db.prepare(
      `SELECT p.id, t.hash, t.summary FROM pending p JOIN threads t ON t.id = p.id
       WHERE p.id > ? ORDER BY p.id LIMIT 10`,
    )
  }

  add(threads: readonly Thread[]): void {
    this.#db.exec('BEGIN')
    for (const thread of threads) {
      const summary = JSON.stringify(summarize(thread))
      this.#insert.run(thread.id, lastOf(thread), thread.contentHash, summary)
      this.#insertPending.run(thread.id)
    }
    this.#db.exec('COMMIT')
  }

  /** What a list returns: parsed summaries. */
  page(before: string): unknown {
    return this.#page.all(before).map(parsed)
  }

  pending(after: string): unknown {
    return this.#pending.all(after).map(parsed)
  }

  close(): void {
    this.#db.close()
  }
}

function parsed({ summary }: Record<string, unknown>): unknown {
  return JSON.parse(String(summary))
}
