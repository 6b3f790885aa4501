import { expect, it } from 'vitest'
import { Database } from '../../../src/storage/postgres/connection/database.ts'
import { listSql } from '../../../src/storage/postgres/list-sql.ts'
import { openPostgresStore } from '../../../src/storage/postgres/postgres-chat-store.ts'
import type { ThreadFilter, ThreadOrder } from '../../../src/domain/thread/thread-query.ts'
import { query } from '../../services/postgres.ts'
import { onPostgres } from './on-server.ts'
import { smallThread } from './threads.ts'

const THREADS = process.env['TEST_LONG'] === '1' ? 100_000 : 10_000
const KEY = 'local-1-000000000000'

onPostgres('plans', {}, (server) => {
  it(`of lists, filters, pending and search read no table whole, at ${THREADS} threads`, async () => {
    const connectionString = server().url(await server().createDatabase())
    const store = await openPostgresStore({ connectionString })
    await store.countPending(KEY)
    for (let n = 0; n < THREADS; n += 2000) {
      await store.mergeThreads(Array.from({ length: 2000 }, (_, i) => smallThread(n + i)))
    }
    await store.flushIndex()
    // Half of them analyzed, of that one in fifty abandoned.
    await query(
      connectionString,
      `INSERT INTO analyzed SELECT key, id, (SELECT last FROM threads t WHERE t.id = p.id),
         CASE WHEN id LIKE '%00' THEN 'abandoned' ELSE 'resolved' END, 'en', 't1', '{}'
       FROM pending p WHERE id LIKE '%0'`,
      "DELETE FROM pending WHERE id LIKE '%0'",
    )
    await query(connectionString, 'VACUUM ANALYZE')

    const db = new Database({ connectionString })
    const queries: { filter: ThreadFilter; order: ThreadOrder; words?: string }[] = [
      { filter: {}, order: 'newest' },
      { filter: {}, order: 'id' },
      { filter: { analyzerKey: KEY }, order: 'newest' },
      { filter: { analyzerKey: KEY, state: 'analyzed' }, order: 'newest' },
      { filter: { analyzerKey: KEY, outcome: 'abandoned' }, order: 'newest' },
      { filter: { userId: 'u7' }, order: 'newest' },
      { filter: { from: '2025-03-20T00:00:00.000Z' }, order: 'newest' },
      { filter: {}, order: 'newest', words: '4321' },
    ]
    const whole: string[] = []
    for (const { filter, order, words } of queries) {
      const { columns, sql, values, orderBy } = listSql(db, {
        hasStates: true,
        filter,
        order,
        ...(words === undefined ? {} : { tokens: [{ token: words, prefix: false }] }),
      })
      const text = `EXPLAIN SELECT ${columns} ${sql} ORDER BY ${orderBy} LIMIT 51`
      const plan = (await db.rows(text, values)).map((row) => String(row['QUERY PLAN'])).join('\n')
      if (plan.includes('Seq Scan')) whole.push(`${JSON.stringify({ filter, order })}\n${plan}`)
    }
    const pending = await db.rows(
      `EXPLAIN SELECT t.id FROM pending p JOIN threads t ON t.id = p.id
       WHERE p.key = $1 AND p.id > $2 ORDER BY p.id LIMIT 50`,
      [KEY, ''],
    )
    const plan = pending.map((row) => String(row['QUERY PLAN'])).join('\n')
    if (plan.includes('Seq Scan')) whole.push(plan)
    expect(whole).toEqual([])
    await db.close()
    await store.close()
  }, 300_000)
})
