import { decodeKey, encodeKey } from '../../domain/values/ids.ts'
import { mergeThread } from '../../domain/thread/merge-thread.ts'
import { prefixKeys, resolveIdentity } from '../../domain/thread/thread-identity.ts'
import type { PrefixHit } from '../../domain/thread/thread-identity.ts'
import { bodyHashOf, contentHashOf } from '../../domain/thread/thread.ts'
import type { Thread } from '../../domain/thread/thread.ts'
import { namesToLookFor, tombstoneId } from '../../domain/thread/tombstone.ts'
import { HitCraftError } from '../../errors/hitcraft-error.ts'
import type { StoredOutcome } from '../chat-store.ts'
import type { Database, Row, Sql } from './connection/database.ts'
import { lockWriters } from './schema.ts'
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
    for (const thread of threads) {
      if (contentHashOf(thread.messages) === thread.contentHash) continue
      throw new HitCraftError('INVALID_INPUT', 'a thread does not have the hash of its messages', {
        details: { threadId: thread.id },
      })
    }
    const outcomes: StoredOutcome[] = []
    for (let at = 0; at < threads.length; at += AT_ONCE) {
      const batch = threads.slice(at, at + AT_ONCE)
      const merged = await this.#db.transaction(async (sql) => {
        await sql.rows(lockWriters(this.#db))
        return new MergeBatch(this.#db, sql).merge(batch)
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

/** The threads under encoded ids, by their true ids. */
export async function readThreads(
  db: Database,
  sql: Sql,
  ids: readonly string[],
): Promise<Map<string, Thread>> {
  if (ids.length === 0) return new Map()
  const rows = await sql.rows(
    `SELECT id, CASE WHEN body IS NULL THEN content::text END AS content, body, body_hash, as_of
     FROM ${db.table('threads')} WHERE id = ANY($1)`,
    [ids],
  )
  return new Map(rows.map((row) => [decodeKey(String(row['id'])), threadOfRow(row)]))
}

/** One batch of merges: what is in it already counts for what comes later in it. */
class MergeBatch {
  readonly #db: Database
  readonly #sql: Sql
  readonly #rows = new Map<string, Row>()
  readonly #bodies = new Map<string, Thread>()
  readonly #changed = new Map<string, { thread: Thread; body: boolean }>()
  #hits: PrefixHit[] = []

  constructor(db: Database, sql: Sql) {
    this.#db = db
    this.#sql = sql
  }

  async merge(threads: readonly Thread[]): Promise<StoredOutcome[]> {
    const erased = await this.#erased(threads)
    await this.#findByPrefix(threads)
    const ids = [...threads.map(({ id }) => id), ...this.#hits.map(({ threadId }) => threadId)]
    await this.#readRows([...new Set(ids)])
    await this.#readBodies(threads)
    const outcomes = threads.map((thread) =>
      erased.has(thread) ? { id: thread.id, outcome: 'erased' as const } : this.#add(thread),
    )
    await this.#write()
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
    // An id that comes twice may differ from itself.
    const seen = new Set<string>()
    for (const { id } of threads) {
      if (seen.has(id) && this.#rows.has(id)) wanted.add(id)
      seen.add(id)
    }
    const bodies = await readThreads(this.#db, this.#sql, [...wanted].map(encodeKey))
    for (const [id, thread] of bodies) this.#bodies.set(id, thread)
  }

  #add(given: Thread): StoredOutcome {
    const keys = prefixKeys(given)
    const id = keys.length === 0 ? given.id : (resolveIdentity(keys, this.#hits) ?? given.id)
    const incoming = { ...given, id }
    const before = this.#changed.get(id)
    const row = this.#rows.get(id)
    const existing = before?.thread ?? this.#bodies.get(id)
    if (existing === undefined && row !== undefined) {
      // Equal by its body's hash: at most the age grows.
      if ((incoming.asOf ?? '') > String(row['as_of'] ?? '')) {
        this.#changed.set(id, { thread: incoming, body: false })
      }
      return { id, outcome: 'unchanged' }
    }
    const { thread, outcome, write } = mergeThread(existing, incoming)
    if (write !== 'none' || before !== undefined) {
      this.#changed.set(id, { thread, body: write === 'body' || before?.body === true })
    }
    this.#remember(thread)
    return { id, outcome }
  }

  #remember(thread: Thread): void {
    const keys = prefixKeys(thread)
    if (keys.length === 0) return
    this.#hits = this.#hits.filter(({ threadId }) => threadId !== thread.id)
    for (const [index, key] of keys.entries()) {
      this.#hits.push({ key, threadId: thread.id, whole: index === keys.length - 1 })
    }
  }

  async #write(): Promise<void> {
    const changed = [...this.#changed.values()]
    const bodies = changed.filter(({ body }) => body)
    await writeThreads(
      this.#db,
      this.#sql,
      bodies.map(({ thread }) => ({ thread, hash: bodyHashOf(thread) })),
    )
    const ages = changed.filter(({ body }) => !body).map(({ thread }) => thread)
    if (ages.length === 0) return
    await this.#sql.rows(
      `UPDATE ${this.#db.table('threads')} t SET as_of = v.as_of
       FROM unnest($1::text[], $2::text[]) AS v (id, as_of)
       WHERE t.id = v.id COLLATE "C" AND t.as_of < v.as_of COLLATE "C"`,
      [ages.map(({ id }) => encodeKey(id)), ages.map(({ asOf }) => asOf ?? '')],
    )
  }
}
