import { expect, it } from 'vitest'
import type { ChatStore } from '../../../src/storage/chat-store.ts'
import { openPostgresStore } from '../../../src/storage/postgres/postgres-chat-store.ts'
import { ThreadLists } from '../../../src/storage/core/lists/thread-lists.ts'
import { PostgresQueries } from '../../../src/storage/postgres/postgres-queries.ts'
import { analyzed, KEY } from '../../conformance/check.ts'
import { query } from '../../services/postgres.ts'
import { onPostgres } from './on-server.ts'
import { smallThread } from './threads.ts'
import { WatchedDatabase } from './watched-database.ts'

const THREADS = process.env['TEST_LONG'] === '1' ? 100_000 : 8000
const PAGE = 500
/** What the page of ten of a bare table of pending ids looks at is about 40. */
const MOST_BLOCKS = 120

const idOf = (n: number) => `t${String(n).padStart(6, '0')}`

/** Analyzes pending threads as a run does, up to a number of them. */
async function run(store: ChatStore, most: number): Promise<void> {
  let after = ''
  for (let done = 0; done < most;) {
    const page = await store.listPending({ analyzerKey: KEY, limit: PAGE, after })
    if (page.length === 0) return
    const items = page.map(({ id, contentHash }) => analyzed({ id, contentHash, messages: [] }))
    await store.saveAnalyses(items)
    done += page.length
    after = page.at(-1)?.id ?? ''
  }
}

onPostgres('pending threads', {}, (server) => {
  it(`are counted and listed by what is asked for alone, however many of ${THREADS} are done`, async () => {
    const connectionString = server().url(await server().createDatabase())
    const store = await openPostgresStore({ connectionString })
    for (let n = 0; n < THREADS; n += 2000) {
      await store.mergeThreads(Array.from({ length: 2000 }, (_, i) => smallThread(n + i)))
    }
    const rows = async () =>
      Number((await query(connectionString, 'SELECT count(*) AS n FROM pending'))[0]?.['n'])
    const looks = async (pending: number, first: string | undefined) => {
      await query(connectionString, 'VACUUM ANALYZE')
      const db = new WatchedDatabase({ connectionString })
      const queries = new PostgresQueries(db)
      expect(await queries.countPending(KEY)).toBe(pending)
      const page = await queries.listPending({ analyzerKey: KEY, limit: 10 })
      expect(page[0]?.id).toBe(first)
      await queries.listPending({ analyzerKey: KEY, limit: 10, after: idOf(1000) })
      await new ThreadLists(queries).listThreads({ analyzerKey: KEY, state: 'pending', limit: 10 })
      await db.close()
      expect(db.seen.filter(({ blocks }) => blocks > MOST_BLOCKS)).toEqual([])
    }
    await looks(THREADS, idOf(0))
    expect(await rows()).toBe(0)

    await run(store, THREADS / 2)
    await looks(THREADS / 2, idOf(THREADS / 2))
    expect(await rows()).toBe(0)

    await run(store, THREADS)
    await looks(0, undefined)
    expect(await rows()).toBe(0)

    await store.mergeThreads([smallThread(THREADS), smallThread(THREADS + 1)])
    await looks(2, idOf(THREADS))
    expect(await rows()).toBe(2)
    await store.close()
  }, 600_000)

  it('that others have under way or that failed are met again', async () => {
    const connectionString = server().url(await server().createDatabase())
    const store = await openPostgresStore({ connectionString })
    const threads = Array.from({ length: 1500 }, (_, n) => smallThread(n))
    await store.mergeThreads(threads)
    const pending = async () => {
      const ids: string[] = []
      for (let after = ''; ; after = ids.at(-1) ?? '') {
        const page = await store.listPending({ analyzerKey: KEY, limit: 100, after })
        if (page.length === 0) return ids
        ids.push(...page.map(({ id }) => id))
      }
    }
    const open = new Set(threads.map(({ id }) => id))
    // In no order, with every seventh left out, some far ahead and some twice.
    for (let n = 0; n < 15; n++) {
      const at = (n * 1100) % 1500
      const some = threads.slice(at, at + 100).filter((_, i) => i % 7 !== 0)
      await store.saveAnalyses(some.map((thread) => analyzed(thread)))
      for (const { id } of some) open.delete(id)
      expect(await pending()).toEqual([...open])
      expect(await store.countPending(KEY)).toBe(open.size)
      const listed = { analyzerKey: KEY, state: 'pending' } as const
      expect(await store.countThreads(listed)).toBe(open.size)
    }
    await store.reindex()
    expect(await pending()).toEqual([...open])
    expect(await store.countPending(KEY)).toBe(open.size)
    await store.close()
  }, 120_000)
})
