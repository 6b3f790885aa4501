import { join } from 'node:path'
import { Client } from 'pg'
import { expect, it } from 'vitest'
import type { ChatStore } from '../../../src/storage/chat-store.ts'
import { openPostgresStore } from '../../../src/storage/postgres/postgres-chat-store.ts'
import { filesHolding } from '../../services/bytes.ts'
import { query } from '../../services/postgres.ts'
import type { PostgresServer } from '../../services/postgres.ts'
import { onPostgres } from './on-server.ts'
import { smallThread } from './threads.ts'

const SECRET = 'zq7d41c09e5b'

async function storeWith(server: PostgresServer, count: number, answerTimeout = 1000) {
  const connectionString = server.url(await server.createDatabase())
  const store = await openPostgresStore({ connectionString, answerTimeout })
  const threads = Array.from({ length: count }, (_, n) => smallThread(n, `${SECRET} number`))
  await store.mergeThreads([...threads, smallThread(count + 1)])
  await store.flushIndex()
  return { connectionString, store }
}

/** Tables' files with the word; those that were replaced go with a checkpoint. */
async function left(server: PostgresServer, url: string): Promise<string[]> {
  await query(url, 'CHECKPOINT')
  return filesHolding(join(server.folder, 'base'), [SECRET])
}

async function told(store: ChatStore) {
  return (await store.check()).find(({ name }) => name === 'erased bytes')
}

onPostgres('an erase that was interrupted', {}, (server) => {
  it('is told of, and finished by the same call again or by reindexing', async () => {
    const finishes = [
      (store: ChatStore) => store.eraseThreads(['t000000']),
      (store: ChatStore) => store.reindex(),
    ]
    for (const finish of finishes) {
      const { connectionString, store } = await storeWith(server(), 1)
      const holder = new Client({ connectionString })
      await holder.connect()
      // A lock under which rows go, and no table is written anew.
      await holder.query('BEGIN; LOCK TABLE search IN ACCESS SHARE MODE')
      await query(connectionString, "ALTER ROLE postgres SET lock_timeout = '100ms'")
      const fresh = await openPostgresStore({ connectionString })
      await query(connectionString, 'ALTER ROLE postgres RESET lock_timeout')
      await expect(fresh.eraseThreads(['t000000'])).rejects.toMatchObject({ code: 'UNAVAILABLE' })
      await fresh.close()
      await holder.end()

      expect(await store.countThreads({})).toBe(1)
      expect(await left(server(), connectionString)).not.toEqual([])
      expect(await told(store)).toMatchObject({
        status: 'warning',
        remedy: expect.stringContaining('reindex') as unknown,
      })
      // What brings the tables up to date does not forget it.
      await query(connectionString, "INSERT INTO threads VALUES ('seed', '[]', NULL)")
      await (await openPostgresStore({ connectionString })).close()
      await finish(store)
      expect(await left(server(), connectionString)).toEqual([])
      expect(await told(store)).toMatchObject({ status: 'ok' })
      await store.close()
    }
  })

  it('keeps for a transaction that can see the rows what a later call erases', async () => {
    const { connectionString, store } = await storeWith(server(), 1)
    const dump = new Client({ connectionString })
    await dump.connect()
    await dump.query('BEGIN ISOLATION LEVEL REPEATABLE READ')
    await dump.query('SELECT count(*) FROM threads')
    await expect(store.eraseThreads(['t000000'])).rejects.toMatchObject({
      code: 'UNAVAILABLE',
      remedy: expect.stringContaining('again') as unknown,
    })
    expect(await told(store)).toMatchObject({ status: 'warning' })
    await dump.end()
    expect(await store.eraseThreads(['t000000'])).toBe(0)
    expect(await left(server(), connectionString)).toEqual([])
    expect(await told(store)).toMatchObject({ status: 'ok' })
    await store.close()
  })

  it('is not taken for done by another who erases at once', async () => {
    const { connectionString, store } = await storeWith(server(), 20, 300_000)
    const other = await openPostgresStore({ connectionString, answerTimeout: 300_000 })
    const erased = await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        (n % 2 === 0 ? store : other).eraseThreads([`t0000${String(n).padStart(2, '0')}`]),
      ),
    )
    expect(erased).toEqual(Array.from({ length: 20 }, () => 1))
    expect(await told(store)).toMatchObject({ status: 'ok' })
    expect(await left(server(), connectionString)).toEqual([])
    await other.close()
    await store.close()
  })
})
