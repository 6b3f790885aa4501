import { textOf } from '../core/row-reader.ts'
import type { Thread } from '../../domain/thread/thread.ts'
import { textsOf } from '../../domain/thread/content-part.ts'
import { encodeKey } from '../../domain/values/ids.ts'
import { indexTokens } from '../../domain/search/search-tokens.ts'
import { IndexLoop } from '../core/index-loop.ts'
import type { Database, Transaction } from './connection/database.ts'
import { readThreads } from './postgres-threads.ts'

const THREADS_AT_ONCE = 100
/** Bodies are large, and are held in memory on both sides. */
const BODIES_AT_ONCE = 20
/** Bytes of tokens in one vector; PostgreSQL's limit is a megabyte. */
const MOST_BYTES = 400_000

/** What the search index of a database does with what is new, in any process that has the store open. */
export function searchIndexer(db: Database): IndexLoop {
  return new IndexLoop(async () => (await db.transaction((sql) => indexBatch(sql))) > 0)
}

/**
 * Indexes threads that wait for it. Who writes one of them meanwhile waits for the end, and puts it back.
 * @returns how many
 */
async function indexBatch(sql: Transaction): Promise<number> {
  const [unindexed, search, threads] = ['unindexed', 'search', 'threads'].map((name) =>
    sql.table(name),
  )
  // Who erases waits for the rows that are locked next, so no table may be waited for from there on: not
  // behind an erasure that writes it anew, which waits for that one.
  await sql.rows(
    `LOCK TABLE ${unindexed}, ${search}, ${threads} IN ACCESS SHARE MODE`,
    [],
    'tables',
  )
  const rows = await sql.rows(
    `DELETE FROM ${unindexed} WHERE id = ANY (ARRAY(
       SELECT id FROM ${unindexed} ORDER BY id LIMIT ${THREADS_AT_ONCE} FOR UPDATE)) RETURNING id`,
  )
  if (rows.length === 0) return 0
  const ids = rows.map((row) => textOf(row, 'id'))
  await sql.rows(`DELETE FROM ${search} WHERE id = ANY($1)`, [ids])
  const parts: (readonly [string, number, string])[] = []
  for (let at = 0; at < ids.length; at += BODIES_AT_ONCE) {
    // A damaged thread is left out of search; whoever reads it is told.
    const some = ids.slice(at, at + BODIES_AT_ONCE)
    for (const thread of (await readThreads(sql, some, () => undefined)).values()) {
      const id = encodeKey(thread.id)
      parts.push(...vectorsOf(thread).map((vector, part) => [id, part, vector] as const))
    }
  }
  await sql.copy('search', 'id, part, tokens', parts)
  return rows.length
}

/** A thread's tokens, in as many vectors as they need. */
function vectorsOf(thread: Thread): string[] {
  const parts: string[][] = []
  let bytes = MOST_BYTES
  for (const token of indexTokens(thread.messages.flatMap(({ content }) => textsOf(content)))) {
    const size = Buffer.byteLength(token) + 8
    if (bytes + size > MOST_BYTES) {
      parts.push([])
      bytes = 0
    }
    // Tokens hold letters, digits and marks alone, so there is nothing in them to escape.
    parts.at(-1)?.push(`'${token}'`)
    bytes += size
  }
  return parts.map((part) => part.join(' '))
}
