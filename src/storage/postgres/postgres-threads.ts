import { maybeTextOf, textOf } from '../core/row-reader.ts'
import { decodeKey, encodeKey } from '../../domain/values/ids.ts'
import { prefixKeys } from '../../domain/thread/thread-identity.ts'
import type { PrefixHit } from '../../domain/thread/thread-identity.ts'
import type { Thread } from '../../domain/thread/thread.ts'
import type { StoredOutcome } from '../chat-store.ts'
import { loadedSource, MergeBatch, refuseFalseHashes } from '../merge-batch.ts'
import type { LoadedThread, MergedThread } from '../merge-batch.ts'
import type { Database, Sql, Transaction } from './connection/database.ts'
import { adoptRows } from './adopt.ts'
import { countThreads } from './rows/totals.ts'
import { ifWhole, readable, withKeptAt } from '../core/damaged.ts'
import type { OnDamage } from '../core/damaged.ts'
import { threadSeal } from '../core/sealed.ts'
import { IS_OURS, READ_COLUMNS, threadOfRow } from './rows/thread-row.ts'
import { erasedAmong } from './rows/tombstone-rows.ts'
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
        return mergeAll(sql, batch)
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
async function mergeAll(sql: Transaction, threads: readonly Thread[]): Promise<StoredOutcome[]> {
  const erased = await erasedAmong(sql, threads)
  const hits = await findByPrefix(sql, threads)
  const ids = [...threads.map(({ id }) => id), ...hits.map(({ threadId }) => threadId)]
  const stored = await loadThreads(sql, [...new Set(ids)])
  const batch = new MergeBatch(loadedSource({ threads: stored, hits, erased }))
  const outcomes = threads.map((thread) => batch.add(thread))
  const changes = batch.changes()
  const kept = await putAside(sql, changes)
  await write(sql, changes, stored)
  return withKeptAt(outcomes, kept)
}

/** Keeps the rows of threads that cannot be read and are replaced. @returns where, by id */
async function putAside(
  sql: Transaction,
  changes: readonly MergedThread[],
): Promise<Map<string, string>> {
  const ids = changes.flatMap(({ thread, damage }) => (damage === 'replaced' ? [thread.id] : []))
  const kept = new Map<string, string>()
  for (const id of ids) {
    const key = encodeKey(id)
    const [row] = await sql.rows(
      `INSERT INTO ${sql.table('damaged')} (kind, id, kept_at, row)
       SELECT 'thread', id, now(), to_jsonb(t)::text FROM ${sql.table('threads')} t
       WHERE id = $1 RETURNING n::text AS n`,
      [key],
    )
    if (row !== undefined) kept.set(id, `table damaged, row ${textOf(row, 'n')}`)
  }
  return kept
}

async function findByPrefix(sql: Sql, threads: readonly Thread[]): Promise<PrefixHit[]> {
  const keys = [...new Set(threads.flatMap(prefixKeys))]
  if (keys.length === 0) return []
  const rows = await sql.rows(
    `SELECT key, id, whole FROM ${sql.table('prefix_keys')} WHERE key = ANY($1)`,
    [keys],
  )
  return rows.map((row) => ({
    key: textOf(row, 'key'),
    threadId: decodeKey(textOf(row, 'id')),
    whole: row['whole'] === true,
  }))
}

/** Whole rows, also of threads that come in unchanged: else one that is damaged would stay so. */
async function loadThreads(sql: Sql, ids: readonly string[]): Promise<Map<string, LoadedThread>> {
  const rows = await sql.rows(
    `SELECT ${READ_COLUMNS} FROM ${sql.table('threads')} WHERE id = ANY($1) AND ${IS_OURS}`,
    [ids.map(encodeKey)],
  )
  return new Map(
    rows.map((row) => [
      decodeKey(textOf(row, 'id')),
      {
        bodyHash: maybeTextOf(row, 'body_hash') ?? '',
        asOf: maybeTextOf(row, 'as_of') ?? '',
        thread: ifWhole(() => threadOfRow(row)),
      },
    ]),
  )
}

/** How many of the threads were there once, and counted, and were taken away by other means. */
async function promised(sql: Sql, ids: readonly string[]): Promise<number> {
  if (ids.length === 0) return 0
  const each = NAMED_BY_ID.map((table) => `SELECT id FROM ${sql.table(table)} WHERE id = ANY($1)`)
  const rows = await sql.rows(each.join(' UNION '), [ids])
  return rows.length
}

async function write(
  sql: Transaction,
  changes: readonly MergedThread[],
  stored: ReadonlyMap<string, LoadedThread>,
): Promise<void> {
  const bodies = changes.filter(({ change }) => change === 'body')
  const isThere = ({ thread }: MergedThread) => stored.has(thread.id)
  const added = bodies.filter((each) => !isThere(each))
  const changed = bodies.filter(isThere)
  const missed = await promised(
    sql,
    added.map(({ thread }) => encodeKey(thread.id)),
  )
  await writeThreads(sql, added, changed)
  await countThreads(sql, added.length - missed)
  const ages = changes.flatMap(({ thread, hash, change }) =>
    change === 'as-of'
      ? [{ key: encodeKey(thread.id), bodyHash: hash, asOf: thread.asOf ?? '' }]
      : [],
  )
  if (ages.length === 0) return
  await sql.rows(
    `UPDATE ${sql.table('threads')} t SET as_of = v.as_of, seal = v.seal
     FROM unnest($1::text[], $2::text[], $3::text[]) AS v (id, as_of, seal)
     WHERE t.id = v.id COLLATE "C" AND t.as_of < v.as_of COLLATE "C"`,
    [ages.map(({ key }) => key), ages.map(({ asOf }) => asOf), ages.map(threadSeal)],
  )
}
