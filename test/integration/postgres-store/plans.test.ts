import { expect, it } from 'vitest'
import { openPostgresStore } from '../../../src/storage/postgres/postgres-chat-store.ts'
import { ThreadLists } from '../../../src/storage/core/lists/thread-lists.ts'
import { PostgresQueries } from '../../../src/storage/postgres/postgres-queries.ts'
import type { Analysis } from '../../../src/domain/analysis/analysis.ts'
import type { ThreadListQuery } from '../../../src/domain/thread/thread-query.ts'
import { analyzed, assignment, KEY, topicModel } from '../../conformance/check.ts'
import { query } from '../../services/postgres.ts'
import { onPostgres } from './on-server.ts'
import { smallThread } from './threads.ts'
import { WatchedDatabase } from './watched-database.ts'

const THREADS = process.env['TEST_LONG'] === '1' ? 100_000 : 10_000
function findings(n: number): Partial<Analysis> {
  return {
    outcome: n % 50 === 0 ? 'abandoned' : 'resolved',
    language: n % 50 === 25 ? 'he' : 'en',
    failures:
      n % 3 === 0 ? [{ kind: 'refusal', certainty: 'shown', noticedBy: 'user', evidence: [] }] : [],
    unmetNeeds: [
      { label: n % 100 === 0 ? 'a fade' : `need ${n}`, certainty: 'shown', evidence: [] },
    ],
  }
}

/** Tables of a row or a few are not meant. */
const WHOLE = /Seq Scan on (?!analyzer_keys|hitcraft_schema|unindexed)/

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
  { analyzerKey, facets: { needed: 'a fade' } },
  { analyzerKey, facets: { needed: 'nobody needs it' } },
  { analyzerKey, facets: { needed: 'a fade', failure: 'refusal', length: '0-1' } },
  { analyzerKey, language: 'en', outcome: 'abandoned', topic: 't3' },
  { analyzerKey, outcome: 'abandoned', from, to },
  { analyzerKey, topic: 't3', userId: 'u7' },
  { analyzerKey, language: 'he', outcome: 'resolved', topic: 't3', userId: 'u7', from, to },
]

onPostgres('plans', {}, (server) => {
  it(`of lists, filters, pending and search read no table whole, at ${THREADS} threads`, async () => {
    const connectionString = server().url(await server().createDatabase())
    const store = await openPostgresStore({ connectionString })
    await store.putRecords('topicModel', [topicModel('2025-a')])
    for (let n = 0; n < THREADS; n += 2000) {
      const threads = Array.from({ length: 2000 }, (_, i) => smallThread(n + i))
      await store.mergeThreads(threads)
      // Half of them analyzed; of that few in another language, abandoned or of one topic.
      const some = threads.filter((_, i) => i % 2 === 0)
      await store.saveAnalyses(some.map((thread, i) => analyzed(thread, findings(n + i))))
      await store.saveTopicAssignments(
        some.map((thread, i) => assignment('2025-a', thread, `t${i % 16}`)),
      )
    }
    await store.flushIndex()
    await store.close()
    await query(connectionString, 'VACUUM ANALYZE')

    const db = new WatchedDatabase({ connectionString })
    const queries = new PostgresQueries(db)
    const lists = new ThreadLists(queries)
    for (const list of LISTS) {
      const page = await lists.listThreads(list)
      if (page.next !== undefined) await lists.listThreads({ ...list, cursor: page.next })
      await lists.searchThreads({ ...list, words: '4321' })
      if (list.analyzerKey !== undefined) await lists.listAnalyses({ ...list, analyzerKey })
    }
    for (const words of ['stems 4321', '43*', '"the stems 4321"'])
      await lists.searchThreads({ words })
    for (const known of [KEY, 'never-asked-1']) {
      const [first] = await queries.listPending({ analyzerKey: known, limit: 1 })
      await queries.listPending({ analyzerKey: known, after: first?.id ?? '' })
    }
    await db.close()
    expect(db.seen.length).toBeGreaterThan(LISTS.length * 3)
    expect(db.seen.filter(({ plan }) => WHOLE.test(plan))).toEqual([])
  }, 600_000)
})
