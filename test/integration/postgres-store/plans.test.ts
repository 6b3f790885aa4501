import type { QueryResultRow } from 'pg'
import { expect, it } from 'vitest'
import { Database } from '../../../src/storage/postgres/connection/database.ts'
import type { Row } from '../../../src/storage/postgres/connection/database.ts'
import { openPostgresStore } from '../../../src/storage/postgres/postgres-chat-store.ts'
import { RECORD_SEAL } from '../../../src/storage/postgres/schema.ts'
import { PostgresQueries } from '../../../src/storage/postgres/postgres-queries.ts'
import type { ThreadListQuery } from '../../../src/domain/thread/thread-query.ts'
import { query } from '../../services/postgres.ts'
import { onPostgres } from './on-server.ts'
import { smallThread } from './threads.ts'

const THREADS = process.env['TEST_LONG'] === '1' ? 100_000 : 10_000
const KEY = 'local-1-000000000000'

/** Explains every statement that goes through it, with its values, before it runs it. */
class WatchedDatabase extends Database {
  readonly plans: string[] = []

  override async rows<R extends QueryResultRow = Row>(
    text: string,
    values: readonly unknown[] = [],
  ): Promise<R[]> {
    const plan = await super.rows(`EXPLAIN ${text}`, values)
    this.plans.push(`${text}\n${plan.map((row) => String(row['QUERY PLAN'])).join('\n')}`)
    return super.rows<R>(text, values)
  }
}

/** Tables of a row or a few are not meant. */
const WHOLE = /Seq Scan on (?!analyzer_keys|hitcraft_schema)/

const analyzerKey = KEY
const [from, to] = ['2025-03-05T00:00:00.000Z', '2025-03-06T00:00:00.000Z']
const LISTS: readonly ThreadListQuery[] = [
  {},
  { order: 'id' },
  { from },
  { to },
  { from, to },
  { userId: 'u7' },
  { userId: 'u7', from, to },
  { analyzerKey },
  { analyzerKey, state: 'analyzed' },
  { analyzerKey, state: 'pending' },
  { analyzerKey, state: 'pending', order: 'id' },
  { analyzerKey, state: 'pending', from, to },
  { analyzerKey, state: 'pending', userId: 'u7' },
  { analyzerKey, outcome: 'abandoned' },
  { analyzerKey, language: 'he' },
  { analyzerKey, topic: 't3' },
  { analyzerKey, language: 'he', topic: 't3' },
  { analyzerKey, language: 'en', outcome: 'abandoned', topic: 't3' },
  { analyzerKey, outcome: 'abandoned', from, to },
  { analyzerKey, topic: 't3', userId: 'u7' },
  { analyzerKey, language: 'he', outcome: 'resolved', topic: 't3', userId: 'u7', from, to },
]

onPostgres('plans', {}, (server) => {
  it(`of lists, filters, pending and search read no table whole, at ${THREADS} threads`, async () => {
    const connectionString = server().url(await server().createDatabase())
    const store = await openPostgresStore({ connectionString })
    await store.countPending(KEY)
    for (let n = 0; n < THREADS; n += 2000) {
      await store.mergeThreads(Array.from({ length: 2000 }, (_, i) => smallThread(n + i)))
    }
    await store.flushIndex()
    await store.close()
    // Half of them analyzed; of that few in another language, abandoned or of one topic.
    await query(
      connectionString,
      `INSERT INTO analyzed SELECT key, id, (SELECT last FROM threads t WHERE t.id = p.id),
         CASE WHEN id LIKE '%00' THEN 'abandoned' ELSE 'resolved' END,
         CASE WHEN id LIKE '%50' THEN 'he' ELSE 'en' END, 't' || (hashtext(id) & 15), '{}'
       FROM pending p WHERE id ~ '[02468]$'`,
      "DELETE FROM pending WHERE id ~ '[02468]$'",
      `INSERT INTO records SELECT 'analysis', key || E'\\n' || id, id, '',
         json_build_object('analyzerKey', key, 'threadId', id)::text FROM analyzed`,
      `UPDATE records SET seal = ${RECORD_SEAL}`,
      'VACUUM ANALYZE',
    )

    const db = new WatchedDatabase({ connectionString })
    const queries = new PostgresQueries(db)
    for (const list of LISTS) {
      const page = await queries.listThreads(list)
      if (page.next !== undefined) await queries.listThreads({ ...list, cursor: page.next })
      await queries.searchThreads({ ...list, words: '4321' })
      if (list.analyzerKey !== undefined) await queries.listAnalyses({ ...list, analyzerKey })
    }
    for (const words of ['stems 4321', '43*', '"the stems 4321"'])
      await queries.searchThreads({ words })
    for (const known of [KEY, 'never-asked-1']) {
      const [first] = await queries.listPending({ analyzerKey: known, limit: 1 })
      await queries.listPending({ analyzerKey: known, after: first?.id ?? '' })
    }
    await db.close()
    expect(db.plans.length).toBeGreaterThan(LISTS.length * 3)
    expect(db.plans.filter((plan) => WHOLE.test(plan))).toEqual([])
  }, 600_000)
})
