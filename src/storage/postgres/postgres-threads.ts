import { maybeTextOf, textOf } from '../core/row-reader.ts'
import { decodeKey, encodeKey } from '../../domain/values/ids.ts'
import { prefixKeys } from '../../domain/thread/thread-identity.ts'
import type { PrefixHit } from '../../domain/thread/thread-identity.ts'
import type { Thread } from '../../domain/thread/thread.ts'
import { namesToLookFor, tombstoneId } from '../../domain/thread/tombstone.ts'
import type { StoredOutcome } from '../chat-store.ts'
import { MergeBatch, refuseFalseHashes } from '../merge-batch.ts'
import type { MergedThread } from '../merge-batch.ts'
import type { Database, Row, Sql, Transaction } from './connection/database.ts'
import { adoptRows } from './adopt.ts'
import { countThreads } from './rows/totals.ts'
import { readable, withKeptAt } from '../core/damaged.ts'
import type { OnDamage } from '../core/damaged.ts'
import { threadSeal } from '../core/sealed.ts'
import { IS_OURS, READ_COLUMNS, threadOfRow } from './rows/thread-row.ts'
import { tombstoneSecrets } from './rows/tombstone-rows.ts'
import { writeThreads } from './rows/write-threads.ts'

/** Tables made of the threads that find one by its id at once. */
const NAMED_BY_ID = ['search', 'facets', 'prefix_keys'] as const

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
      const merged = await this.#db.writing(async (sql) => {
        // What other programs put there since the store was opened would else be overwritten.
        await adoptRows(sql)
        return new PostgresMerge(sql).run(batch)
      })
      outcomes.push(...merged)
    }
    if (outcomes.length > 0) this.#wake()
    return outcomes
  }

  async getThreads(ids: readonly string[]): Promise<readonly (Thread | undefined)[]> {
    const threads = await readThreads(this.#db, ids.map(encodeKey))
    return ids.map((id) => threads.get(id))
  }
}

/**
 * The threads under encoded ids, by their true ids; rows that are not adopted are left out.
 * @param damaged told of what cannot be read; absent: CORRUPT is thrown
 */
export async function readThreads(
  sql: Sql,
  ids: readonly string[],
  damaged?: OnDamage,
): Promise<Map<string, Thread>> {
  if (ids.length === 0) return new Map()
  const rows = await sql.rows(
    `SELECT ${READ_COLUMNS} FROM ${sql.table('threads')} WHERE id = ANY($1) AND ${IS_OURS}`,
    [ids],
  )
  const threads = rows.flatMap((row) => readable(() => threadOfRow(row), damaged) ?? [])
  return new Map(threads.map((thread) => [thread.id, thread]))
}

/** One batch of merges in a transaction that holds the writers' lock. */
class PostgresMerge {
  readonly #sql: Transaction
  readonly #rows = new Map<string, Row>()
  /** Of the rows those that hold. */
  readonly #bodies = new Map<string, Thread>()
  #hits: readonly PrefixHit[] = []

  constructor(sql: Transaction) {
    this.#sql = sql
  }

  async run(threads: readonly Thread[]): Promise<StoredOutcome[]> {
    const erased = await this.#erased(threads)
    await this.#findByPrefix(threads)
    const ids = [...threads.map(({ id }) => id), ...this.#hits.map(({ threadId }) => threadId)]
    await this.#readRows([...new Set(ids)])
    const batch = new MergeBatch({
      stored: (id) => {
        const row = this.#rows.get(id)
        // The age of a damaged row may be what was changed.
        const asOf = this.#bodies.has(id) ? ((row && maybeTextOf(row, 'as_of')) ?? '') : ''
        return row && { bodyHash: maybeTextOf(row, 'body_hash') ?? '', asOf }
      },
      holds: (id) => this.#bodies.has(id),
      body: (id) => this.#bodies.get(id),
      prefixHits: (keys) => this.#hits.filter(({ key }) => keys.includes(key)),
      isErased: (thread) => erased.has(thread),
    })
    const outcomes = threads.map((thread) => batch.add(thread))
    const changes = batch.changes()
    const kept = await this.#putAside(changes)
    await this.#write(changes)
    return withKeptAt(outcomes, kept)
  }

  /** Keeps the rows of threads that cannot be read and are replaced. @returns where, by id */
  async #putAside(changes: readonly MergedThread[]): Promise<Map<string, string>> {
    const ids = changes.flatMap(({ thread, damage }) => (damage === 'replaced' ? [thread.id] : []))
    const kept = new Map<string, string>()
    for (const id of ids) {
      const key = encodeKey(id)
      const [row] = await this.#sql.rows(
        `INSERT INTO ${this.#sql.table('damaged')} (kind, id, kept_at, row)
         SELECT 'thread', id, now(), to_jsonb(t)::text FROM ${this.#sql.table('threads')} t
         WHERE id = $1 RETURNING n::text AS n`,
        [key],
      )
      if (row !== undefined) kept.set(id, `table damaged, row ${textOf(row, 'n')}`)
    }
    return kept
  }

  async #erased(threads: readonly Thread[]): Promise<Set<Thread>> {
    const secrets = await tombstoneSecrets(this.#sql)
    const erased = new Set<Thread>()
    if (secrets.length === 0) return erased
    const owners = new Map<string, Thread[]>()
    for (const thread of threads) {
      for (const { what, name } of namesToLookFor(thread)) {
        for (const secret of secrets) {
          const id = tombstoneId(secret, what, name)
          owners.set(id, [...(owners.get(id) ?? []), thread])
        }
      }
    }
    const found = await this.#sql.rows(
      `SELECT id FROM ${this.#sql.table('records')} WHERE kind = 'tombstone' AND id = ANY($1)`,
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
      `SELECT key, id, whole FROM ${this.#sql.table('prefix_keys')} WHERE key = ANY($1)`,
      [keys],
    )
    this.#hits = rows.map((row) => ({
      key: textOf(row, 'key'),
      threadId: decodeKey(textOf(row, 'id')),
      whole: row['whole'] === true,
    }))
  }

  /** Whole rows, also of threads that come in unchanged: else one that is damaged would stay so. */
  async #readRows(ids: readonly string[]): Promise<void> {
    const rows = await this.#sql.rows(
      `SELECT ${READ_COLUMNS} FROM ${this.#sql.table('threads')} WHERE id = ANY($1) AND ${IS_OURS}`,
      [ids.map(encodeKey)],
    )
    for (const row of rows) {
      const { body: _body, content: _content, ...rest } = row
      this.#rows.set(decodeKey(textOf(row, 'id')), rest)
      const thread = readable(
        () => threadOfRow(row),
        () => undefined,
      )
      if (thread !== undefined) this.#bodies.set(thread.id, thread)
    }
  }

  /** How many of the threads were there once, and counted, and were taken away by other means. */
  async #promised(ids: readonly string[]): Promise<number> {
    if (ids.length === 0) return 0
    const each = NAMED_BY_ID.map(
      (table) => `SELECT id FROM ${this.#sql.table(table)} WHERE id = ANY($1)`,
    )
    const rows = await this.#sql.rows(each.join(' UNION '), [ids])
    return rows.length
  }

  async #write(changes: readonly MergedThread[]): Promise<void> {
    const bodies = changes.filter(({ change }) => change === 'body')
    const isThere = ({ thread }: MergedThread) => this.#rows.has(thread.id)
    const added = bodies.filter((each) => !isThere(each))
    const changed = bodies.filter(isThere)
    const promised = await this.#promised(added.map(({ thread }) => encodeKey(thread.id)))
    await writeThreads(this.#sql, added, changed)
    await countThreads(this.#sql, added.length - promised)
    const ages = changes.flatMap(({ thread, hash, change }) =>
      change === 'as-of'
        ? [{ key: encodeKey(thread.id), bodyHash: hash, asOf: thread.asOf ?? '' }]
        : [],
    )
    if (ages.length === 0) return
    await this.#sql.rows(
      `UPDATE ${this.#sql.table('threads')} t SET as_of = v.as_of, seal = v.seal
       FROM unnest($1::text[], $2::text[], $3::text[]) AS v (id, as_of, seal)
       WHERE t.id = v.id COLLATE "C" AND t.as_of < v.as_of COLLATE "C"`,
      [ages.map(({ key }) => key), ages.map(({ asOf }) => asOf), ages.map(threadSeal)],
    )
  }
}
