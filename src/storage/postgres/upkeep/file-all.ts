import type { ThreadSummary } from '../../../domain/thread/thread-summary.ts'
import { ifWhole } from '../../core/damaged.ts'
import { storedSummary } from '../../core/stored-json.ts'
import type { Database, Row, Transaction } from '../connection/database.ts'
import { FACET_COLUMNS, ownFacetRows } from '../rows/facet-rows.ts'
import { presentThread, restate } from '../rows/states.ts'
import { IS_OURS } from '../rows/thread-row.ts'

const AT_ONCE = 1000

/**
 * Makes facets and states of threads that an earlier version wrote. Each batch is a transaction that notes how
 * far it came, so whoever opens the store next goes on from there.
 */
export async function fileAll(db: Database): Promise<void> {
  while (!(await db.writing(fileSome)));
}

/** @returns whether there are no more */
async function fileSome(sql: Transaction): Promise<boolean> {
  const schema = sql.table('hitcraft_schema')
  const rows = await sql.rows(
    `SELECT id, last, content_hash, summary FROM ${sql.table('threads')}
     WHERE id > (SELECT filed FROM ${schema}) AND ${IS_OURS} ORDER BY id LIMIT ${AT_ONCE}`,
  )
  const threads = rows.map(presentThread)
  const facets = rows.flatMap((row, at) => {
    const thread = threads[at]
    const summary = summaryOf(row)
    return thread === undefined || summary === undefined ? [] : ownFacetRows(thread, summary, [])
  })
  // Another process may have written some of the threads meanwhile.
  await sql.rows(
    `DELETE FROM ${sql.table('facets')} WHERE (facet, id) IN (
       SELECT facet, id COLLATE "C" FROM unnest($1::uuid[], $2::text[]) AS v (facet, id))`,
    [facets.map(([facet]) => facet), facets.map(([, , id]) => id)],
  )
  await sql.copy('facets', FACET_COLUMNS, facets)
  await restate(sql, threads)
  const filed = threads.length < AT_ONCE ? null : threads.at(-1)?.key
  await sql.rows(`UPDATE ${schema} SET filed = $1 WHERE filed IS NOT NULL`, [filed])
  return filed === null
}

/** A damaged one keeps nobody from opening the store: its thread has no facets of its own until `reindex`. */
function summaryOf(row: Row): ThreadSummary | undefined {
  return ifWhole(() => storedSummary(row['summary']))
}
