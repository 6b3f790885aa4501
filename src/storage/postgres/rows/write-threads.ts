import { encodeKey } from '../../../domain/values/ids.ts'
import { prefixKeys } from '../../../domain/thread/thread-identity.ts'
import { summarize } from '../../../domain/thread/thread-summary.ts'
import type { Thread } from '../../../domain/thread/thread.ts'
import type { Database, Sql } from '../connection/database.ts'
import { restate } from './restate.ts'
import { THREAD_COLUMNS, threadValues } from './thread-row.ts'
import { valueChunks } from '../connection/values.ts'

/** Rows of one statement: bodies are large, and a statement is held in memory on both sides. */
const BODIES_AT_ONCE = 200

export interface ThreadToWrite {
  readonly thread: Thread
  readonly hash: string
}

/** Writes bodies and everything that is derived from them. The caller holds the writers' lock. */
export async function writeThreads(
  db: Database,
  sql: Sql,
  threads: readonly ThreadToWrite[],
): Promise<void> {
  if (threads.length === 0) return
  const casts = ['', '::jsonb', '', '::timestamp', '', '', '', '', '', '']
  const rows = threads.map(({ thread, hash }) => threadValues(thread, hash))
  for (const { placeholders, values } of valueChunks(rows, casts, BODIES_AT_ONCE)) {
    await sql.rows(
      `INSERT INTO ${db.table('threads')} (${THREAD_COLUMNS}) VALUES ${placeholders}
       ON CONFLICT (id) DO UPDATE SET content = excluded.content, body = excluded.body,
         created_at = excluded.created_at, last = excluded.last, summary = excluded.summary,
         content_hash = excluded.content_hash, body_hash = excluded.body_hash,
         as_of = excluded.as_of, seal = excluded.seal, searchable = FALSE`,
      values,
    )
  }
  const ids = threads.map(({ thread }) => encodeKey(thread.id))
  await writeUsers(db, sql, threads, ids)
  await writePrefixKeys(db, sql, threads, ids)
  await restate(db, sql, ids)
}

async function writeUsers(
  db: Database,
  sql: Sql,
  threads: readonly ThreadToWrite[],
  ids: readonly string[],
): Promise<void> {
  await sql.rows(`DELETE FROM ${db.table('thread_users')} WHERE id = ANY($1)`, [ids])
  const rows = threads.flatMap(({ thread }) => {
    const { userIds, lastMessageAt = '' } = summarize(thread)
    const lost = new Set(thread.revisions.flatMap(({ userId }) => userId ?? []))
    const users = [...new Set([...userIds, ...lost])]
    const id = encodeKey(thread.id)
    return users.map((user) => [encodeKey(user), userIds.includes(user), lastMessageAt, id])
  })
  for (const { placeholders, values } of valueChunks(rows, ['', '::boolean', '', ''])) {
    await sql.rows(`INSERT INTO ${db.table('thread_users')} VALUES ${placeholders}`, values)
  }
}

async function writePrefixKeys(
  db: Database,
  sql: Sql,
  threads: readonly ThreadToWrite[],
  ids: readonly string[],
): Promise<void> {
  const rows = threads.flatMap(({ thread }) => {
    const keys = prefixKeys(thread)
    return keys.map((key, index) => [key, encodeKey(thread.id), index === keys.length - 1])
  })
  if (rows.length === 0) return
  await sql.rows(`DELETE FROM ${db.table('prefix_keys')} WHERE id = ANY($1)`, [ids])
  for (const { placeholders, values } of valueChunks(rows, ['', '', '::boolean'])) {
    await sql.rows(`INSERT INTO ${db.table('prefix_keys')} VALUES ${placeholders}`, values)
  }
}
