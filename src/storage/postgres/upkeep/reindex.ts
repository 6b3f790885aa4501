import { decodeKey } from '../../../domain/values/ids.ts'
import { intOf } from '../../core/row-reader.ts'
import { Pace } from '../../core/upkeep/pace.ts'
import type { UpkeepOptions } from '../../chat-store.ts'
import type { Database } from '../connection/database.ts'
import { readThreads } from '../postgres-threads.ts'
import { presentThreadsBeyond, restate } from '../rows/states.ts'
import { refileThreads, unindex } from '../rows/write-threads.ts'
import { DERIVED } from '../schema.ts'

/** Bodies that are read at once. */
const AT_ONCE = 200

/**
 * Makes anew what is derived of every thread, from its body, and empties the search index, which then is filled
 * again. A damaged thread keeps what lists show of it; its states go by what its row says.
 */
export async function reindex(db: Database, options: UpkeepOptions): Promise<void> {
  const [count] = await db.rows(`SELECT count(*)::int AS n FROM ${db.table('threads')}`)
  const pace = new Pace(options, intOf(count, 'n'))
  for (let after = ''; ;) {
    const threads = await db.writing(async (sql) => {
      const some = await presentThreadsBeyond(sql, after, AT_ONCE)
      const whole = await readThreads(
        sql,
        some.map(({ key }) => key),
        () => undefined,
      )
      await refileThreads(sql, [...whole.values()])
      const damaged = some.filter(({ key }) => !whole.has(decodeKey(key)))
      await restate(sql, damaged)
      await unindex(sql, damaged)
      return some
    })
    const last = threads.at(-1)
    if (last === undefined) break
    after = last.key
    await pace.step(threads.length)
  }
  await countAnew(db)
  pace.end()
}

/** Should someone else have added or taken rows. */
async function countAnew(db: Database): Promise<void> {
  await db.writing(async (sql) => {
    await sql.rows(
      `UPDATE ${db.table('hitcraft_schema')}
       SET threads = (SELECT count(*) FROM ${db.table('threads')})`,
      [],
      'tables',
    )
    const counts = db.table('record_counts')
    await sql.rows(`DELETE FROM ${counts}`)
    await sql.rows(
      `INSERT INTO ${counts} SELECT kind, count(*) FROM ${db.table('records')} GROUP BY kind`,
      [],
      'tables',
    )
    for (const table of DERIVED) {
      await sql.rows(
        `DELETE FROM ${db.table(table)} WHERE id NOT IN (SELECT id FROM ${db.table('threads')})`,
        [],
        'tables',
      )
    }
    await sql.rows(
      `UPDATE ${db.table('analyzer_keys')} k SET analyzed =
         (SELECT count(*) FROM ${db.table('analyzed')} a WHERE a.key = k.key)`,
      [],
      'tables',
    )
  })
}
