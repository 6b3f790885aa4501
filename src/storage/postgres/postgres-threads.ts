import { decodeKey, encodeKey } from '../../domain/values/ids.ts'
import { prefixKeys } from '../../domain/thread/thread-identity.ts'
import type { PrefixHit } from '../../domain/thread/thread-identity.ts'
import { bodyHashOf } from '../../domain/thread/thread.ts'
import type { Thread } from '../../domain/thread/thread.ts'
import { namesToLookFor, tombstoneId } from '../../domain/thread/tombstone.ts'
import type { StoredOutcome } from '../chat-store.ts'
import { MergeBatch, refuseFalseHashes } from '../merge-batch.ts'
import type { MergedThread } from '../merge-batch.ts'
import type { Database, Row, Sql } from './connection/database.ts'
import { adoptRows } from './adopt.ts'
import { addToTotal, lockWriters } from './schema.ts'
import { threadOfRow } from './rows/thread-row.ts'
import { writeThreads } from './rows/write-threads.ts'

/** Threads merged in one transaction. */
const AT_ONCE = 500

/** Writing and reading whole threads. */
export class PostgresThreads {
  readonly #db: Database
  readonly #wake: () => void

  constructor(db: Database, wake: () => void) {
    this.#db = db
    this.#wake = wake
  }

  async mergeThreads(threads: readonly Thread[]): Promise<readonly StoredOutcome[]> {
    refuseFalseHashes(threads)
    const outcomes: StoredOutcome[] = []
    for (let at = 0; at < threads.length; at += AT_ONCE) {
      const batch = threads.slice(at, at + AT_ONCE)
      const merged = await this.#db.transaction(async (sql) => {
        await sql.rows(lockWriters(this.#db), [], 'locks')
        // What other programs put there since the store was opened would else be overwritten.
        await addToTotal(this.#db, sql, await adoptRows(this.#db, sql))
        return new PostgresMerge(this.#db, sql).run(batch)
      })
      outcomes.push(...merged)
    }
    if (outcomes.length > 0) this.#wake()
    return outcomes
  }

  async getThread(id: string): Promise<Thread | undefined> {
    return (await this.getThreads([id]))[0]
  }

  async getThreads(ids: readonly string[]): Promise<readonly (Thread | undefined)[]> {
    const threads = await readThreads(this.#db, this.#db, ids.map(encodeKey))
    return ids.map((id) => threads.get(id))
  }
}

/** The threads under encoded ids, by their true ids; rows that are not adopted are left out. */
export async function readThreads(
  db: Database,
  sql: Sql,
  ids: readonly string[],
): Promise<Map<string, Thread>> {
  if (ids.length === 0) return new Map()
  const rows = await sql.rows(
    `SELECT id, CASE WHEN body IS NULL THEN content::text END AS content, body, body_hash, as_of
     FROM ${db.table('threads')} WHERE id = ANY($1) AND body_hash IS NOT NULL`,
    [ids],
  )
  return new Map(rows.map((row) => [decodeKey(String(row['id'])), threadOfRow(row)]))
}

/** One batch of merges in a transaction that holds the writers' lock. */
class PostgresMerge {
  readonly #db: Database
  readonly #sql: Sql
  readonly #rows = new Map<string, Row>()
  #bodies = new Map<string, Thread>()
  #hits: readonly PrefixHit[] = []

  constructor(db: Database, sql: Sql) {
    this.#db = db
    this.#sql = sql
  }

  async run(threads: readonly Thread[]): Promise<StoredOutcome[]> {
    const erased = await this.#erased(threads)
    await this.#findByPrefix(threads)
    const ids = [...threads.map(({ id }) => id), ...this.#hits.map(({ threadId }) => threadId)]
    await this.#readRows([...new Set(ids)])
    await this.#readBodies(threads)
    const batch = new MergeBatch({
      stored: (id) => {
        const row = this.#rows.get(id)
        return row && { bodyHash: String(row['body_hash']), asOf: String(row['as_of'] ?? '') }
      },
      holds: () => true,
      body: (id) => {
        const body = this.#bodies.get(id)
        if (body === undefined) throw new RangeError('a body that was not read')
        return body
      },
      prefixHits: (keys) => this.#hits.filter(({ key }) => keys.includes(key)),
      isErased: (thread) => erased.has(thread),
    })
    const outcomes = threads.map((thread) => batch.add(thread))
    await this.#write(batch.changes())
    return outcomes
  }

  async #erased(threads: readonly Thread[]): Promise<Set<Thread>> {
    const secrets = await this.#sql.rows(
      `SELECT DISTINCT tag AS secret FROM ${this.#db.table('records')} WHERE kind = 'tombstone'`,
    )
    const erased = new Set<Thread>()
    if (secrets.length === 0) return erased
    const owners = new Map<string, Thread[]>()
    for (const thread of threads) {
      for (const { what, name } of namesToLookFor(thread)) {
        for (const { secret } of secrets) {
          const id = tombstoneId(decodeKey(String(secret)), what, name)
          owners.set(id, [...(owners.get(id) ?? []), thread])
        }
      }
    }
    const found = await this.#sql.rows(
      `SELECT id FROM ${this.#db.table('records')} WHERE kind = 'tombstone' AND id = ANY($1)`,
      [[...owners.keys()]],
    )
    for (const { id } of found) {
      for (const thread of owners.get(String(id)) ?? []) erased.add(thread)
    }
    return erased
  }

  async #findByPrefix(threads: readonly Thread[]): Promise<void> {
    const keys = [...new Set(threads.flatMap(prefixKeys))]
    if (keys.length === 0) return
    const rows = await this.#sql.rows(
      `SELECT key, id, whole FROM ${this.#db.table('prefix_keys')} WHERE key = ANY($1)`,
      [keys],
    )
    this.#hits = rows.map((row) => ({
      key: String(row['key']),
      threadId: decodeKey(String(row['id'])),
      whole: row['whole'] === true,
    }))
  }

  async #readRows(ids: readonly string[]): Promise<void> {
    const rows = await this.#sql.rows(
      `SELECT id, body_hash, as_of FROM ${this.#db.table('threads')} WHERE id = ANY($1)`,
      [ids.map(encodeKey)],
    )
    for (const row of rows) this.#rows.set(decodeKey(String(row['id'])), row)
  }

  /** Bodies are read only where the one that comes in differs. */
  async #readBodies(threads: readonly Thread[]): Promise<void> {
    const wanted = new Set(this.#hits.map(({ threadId }) => threadId))
    for (const thread of threads) {
      const row = this.#rows.get(thread.id)
      if (row !== undefined && row['body_hash'] !== bodyHashOf(thread)) wanted.add(thread.id)
    }
    this.#bodies = await readThreads(this.#db, this.#sql, [...wanted].map(encodeKey))
  }

  async #write(changes: readonly MergedThread[]): Promise<void> {
    const bodies = changes.filter(({ change }) => change === 'body')
    await writeThreads(this.#db, this.#sql, bodies)
    const isNew = ({ thread }: MergedThread) => !this.#rows.has(thread.id)
    await addToTotal(this.#db, this.#sql, bodies.filter(isNew).length)
    const ages = changes.filter(({ change }) => change === 'as-of').map(({ thread }) => thread)
    if (ages.length === 0) return
    await this.#sql.rows(
      `UPDATE ${this.#db.table('threads')} t SET as_of = v.as_of
       FROM unnest($1::text[], $2::text[]) AS v (id, as_of)
       WHERE t.id = v.id COLLATE "C" AND t.as_of < v.as_of COLLATE "C"`,
      [ages.map(({ id }) => encodeKey(id)), ages.map(({ asOf }) => asOf ?? '')],
    )
  }
}
