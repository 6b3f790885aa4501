import { textsOf } from '../../domain/thread/content-part.ts'
import { decodeKey } from '../../domain/values/ids.ts'
import { indexTokens } from '../../domain/search/search-tokens.ts'
import { isHitCraftError } from '../../errors/hitcraft-error.ts'
import { IndexLoop } from '../core/index-loop.ts'
import type { Database, Sql } from './connection/database.ts'
import { readThreads } from './postgres-threads.ts'
import { valueChunks } from './connection/values.ts'

const THREADS_AT_ONCE = 100
/** Bytes of tokens in one vector; PostgreSQL's limit is a megabyte. */
const MOST_BYTES = 400_000

/** What the search index of a database does with what is new, in any process that has the store open. */
export function searchIndexer(db: Database): IndexLoop {
  const batch = new SearchBatch(db)
  return new IndexLoop(() => db.transaction((sql) => batch.index(sql)))
}

class SearchBatch {
  readonly #db: Database

  constructor(db: Database) {
    this.#db = db
  }

  /** @returns how many threads were indexed */
  async index(sql: Sql): Promise<number> {
    const threads = this.#db.table('threads')
    const rows = await sql.rows(
      `SELECT id FROM ${threads} WHERE NOT searchable AND body_hash IS NOT NULL
       ORDER BY n LIMIT ${THREADS_AT_ONCE} FOR UPDATE`,
    )
    if (rows.length === 0) return 0
    const ids = rows.map(({ id }) => String(id))
    const search = this.#db.table('search')
    await sql.rows(`DELETE FROM ${search} WHERE id = ANY($1)`, [ids])
    const parts: [string, number, string[]][] = []
    for (const id of ids) {
      for (const [part, tokens] of (await this.#tokensOf(sql, id)).entries()) {
        parts.push([id, part, tokens])
      }
    }
    for (const { placeholders, values } of valueChunks<unknown>(
      parts,
      ['', '::int', '::text[]'],
      50,
    )) {
      await sql.rows(
        `INSERT INTO ${search} SELECT v.id, v.part, array_to_tsvector(v.tokens)
         FROM (VALUES ${placeholders}) AS v (id, part, tokens)`,
        values,
      )
    }
    await sql.rows(`UPDATE ${threads} SET searchable = TRUE WHERE id = ANY($1)`, [ids])
    return rows.length
  }

  /** A thread's tokens, in as many vectors as they need. */
  async #tokensOf(sql: Sql, id: string): Promise<string[][]> {
    const thread = await readableThread(this.#db, sql, id)
    if (thread === undefined) return []
    const parts: string[][] = []
    let bytes = MOST_BYTES
    for (const token of indexTokens(thread.messages.flatMap(({ content }) => textsOf(content)))) {
      const size = Buffer.byteLength(token) + 8
      if (bytes + size > MOST_BYTES) {
        parts.push([])
        bytes = 0
      }
      parts.at(-1)?.push(token)
      bytes += size
    }
    return parts
  }
}

/** A damaged thread is left out of search; whoever reads it is told. */
async function readableThread(db: Database, sql: Sql, id: string) {
  try {
    return (await readThreads(db, sql, [id])).get(decodeKey(id))
  } catch (error) {
    if (isHitCraftError(error, 'CORRUPT')) return undefined
    throw error
  }
}
