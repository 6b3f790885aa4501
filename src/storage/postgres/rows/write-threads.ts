import { prefixKeys } from '../../../domain/thread/thread-identity.ts'
import { summarize } from '../../../domain/thread/thread-summary.ts'
import type { Thread } from '../../../domain/thread/thread.ts'
import { encodeKey } from '../../../domain/values/ids.ts'
import type { Sql, Transaction } from '../connection/database.ts'
import { columnsOf } from '../connection/values.ts'
import { FACET_COLUMNS, ownFacetRows } from './facet-rows.ts'
import { restate } from './states.ts'
import { THREAD_COLUMNS, THREAD_TYPES, threadValues } from './thread-row.ts'
import type { ThreadToFile } from './thread-row.ts'

/** A thread with its body hash. */
export type ThreadToWrite = Pick<ThreadToFile, 'thread' | 'hash'>

/**
 * Writes bodies and everything that is derived from them. The caller holds the writers' lock.
 * @param added threads without a row
 * @param changed threads with one, of whatever program
 */
export async function writeThreads(
  sql: Transaction,
  added: readonly ThreadToWrite[],
  changed: readonly ThreadToWrite[],
): Promise<void> {
  const [fresh, grown] = [added.map(derive), changed.map(derive)]
  const derived = [...fresh, ...grown]
  await addBodies(sql, fresh)
  await changeBodies(sql, grown)
  await fileThreads(sql, derived)
}

/**
 * Makes anew all that is derived of threads whose bodies stand as they were written: what lists, filters and
 * erasures go by. The caller holds the writers' lock.
 */
export async function refileThreads(sql: Transaction, threads: readonly Thread[]): Promise<void> {
  const derived = threads.map((thread) => derive({ thread, hash: '' }))
  const rows = derived.map(({ thread, key, summary }) => [
    key,
    summary.firstMessageAt?.slice(0, 23) ?? null,
    summary.lastMessageAt ?? '',
    JSON.stringify(summary),
    thread.contentHash,
  ])
  const types = ['text', 'timestamp', 'text', 'text', 'text']
  const { unnest, values } = columnsOf(types, rows)
  const columns = (row: string) =>
    `${row}.created_at, ${row}.last, ${row}.summary, ${row}.content_hash`
  await sql.rows(
    `UPDATE ${sql.table('threads')} t SET (created_at, last, summary, content_hash) = (${columns('v')})
     FROM ${unnest} AS v (id, created_at, last, summary, content_hash)
     WHERE t.id = v.id COLLATE "C" AND (${columns('t')}) IS DISTINCT FROM (${columns('v')})`,
    values,
  )
  await fileThreads(sql, derived)
}

async function fileThreads(sql: Transaction, derived: readonly ThreadToFile[]): Promise<void> {
  if (derived.length === 0) return
  const ids = derived.map(({ key }) => key)
  await sql.rows(
    `WITH own AS (DELETE FROM ${sql.table('facets')} WHERE id = ANY($1) AND NOT keyed)
     DELETE FROM ${sql.table('prefix_keys')} WHERE id = ANY($1)`,
    [ids],
  )
  await unindex(sql, derived)
  await sql.copy('facets', FACET_COLUMNS, derived.flatMap(facetRowsOf))
  const keys = derived.flatMap(prefixRows)
  if (keys.length > 0) await sql.copy('prefix_keys', 'key, id, whole', keys)
  const present = derived.map(({ key, summary, thread: { contentHash } }) => ({
    key,
    last: summary.lastMessageAt ?? '',
    contentHash,
  }))
  await restate(sql, present)
}

/**
 * Lets the search index take in threads anew. The row of one that waits already is written all the same: an indexer
 * then waits for this transaction, and reads what it wrote. In the order in which indexers take them.
 */
export async function unindex(
  sql: Sql,
  threads: readonly { readonly key: string }[],
): Promise<void> {
  await sql.rows(
    `INSERT INTO ${sql.table('unindexed')}
     SELECT id FROM (SELECT DISTINCT unnest($1::text[]) AS id) AS v ORDER BY id COLLATE "C"
     ON CONFLICT (id) DO UPDATE SET id = excluded.id`,
    [threads.map(({ key }) => key)],
  )
}

function derive({ thread, hash }: ThreadToWrite): ThreadToFile {
  return { thread, hash, key: encodeKey(thread.id), summary: summarize(thread) }
}

async function addBodies(sql: Transaction, threads: readonly ThreadToFile[]): Promise<void> {
  if (threads.length === 0) return
  await sql.copy('threads', THREAD_COLUMNS, threads.values().map(threadValues))
}

/** A row that is there stays the one that the history refers to. */
async function changeBodies(sql: Sql, threads: readonly ThreadToFile[]): Promise<void> {
  if (threads.length === 0) return
  const { unnest, values } = columnsOf(THREAD_TYPES, threads.map(threadValues))
  const given = THREAD_COLUMNS.replaceAll(/(\w+)/g, 'v.$1')
  await sql.rows(
    `UPDATE ${sql.table('threads')} t SET (${THREAD_COLUMNS}) = (${given})
     FROM ${unnest} AS v (${THREAD_COLUMNS}) WHERE t.id = v.id COLLATE "C"`,
    values,
  )
}

function facetRowsOf({ thread, key, summary }: ThreadToFile) {
  const present = new Set(summary.userIds)
  const lost = new Set(thread.revisions.flatMap(({ userId }) => userId ?? []))
  return ownFacetRows({ key, last: summary.lastMessageAt ?? '' }, summary, [
    ...lost.difference(present),
  ])
}

function prefixRows({ thread, key }: ThreadToFile) {
  const keys = prefixKeys(thread)
  return keys.map((prefix, index) => [prefix, key, index === keys.length - 1])
}
