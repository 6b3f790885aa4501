import { expect, it } from 'vitest'
import { Database } from '../../../src/storage/postgres/connection/database.ts'
import { openPostgresStore } from '../../../src/storage/postgres/postgres-chat-store.ts'
import { startProxy } from '../../services/proxy.ts'
import { onPostgres } from './on-server.ts'
import { smallThread } from './threads.ts'

onPostgres('silence', {}, (server) => {
  it('of a connection that stays open is an outage, and the next connection serves', async () => {
    const proxy = await startProxy(server().port)
    const database = await server().createDatabase()
    const store = await openPostgresStore({
      connectionString: `postgres://postgres@127.0.0.1:${proxy.port}/${database}?sslmode=disable`,
      answerTimeout: 500,
    })
    await store.mergeThreads([smallThread(1)])
    await store.flushIndex()
    proxy.silence()
    const begin = performance.now()
    await expect(store.getThread('t000001')).rejects.toMatchObject({ code: 'UNAVAILABLE' })
    expect(performance.now() - begin).toBeLessThan(5000)
    proxy.mend()
    expect(await store.getThread('t000001')).toBeDefined()
    expect((await store.mergeThreads([smallThread(2)]))[0]?.outcome).toBe('added')
    await store.close()
    await proxy.stop()
  })

  it('of a writer that holds the lock ends its transaction, and leaves nothing set in the session', async () => {
    const connectionString = server().url(await server().createDatabase())
    const db = new Database({ connectionString, poolSize: 1 })
    const show = 'SHOW idle_in_transaction_session_timeout'
    const within = await db.transaction((sql) => sql.rows(show))
    const after = await db.rows(show)
    await db.close()
    expect([within, after].map(([row]) => row?.['idle_in_transaction_session_timeout'])).toEqual([
      '2min',
      '0',
    ])
  })
})
