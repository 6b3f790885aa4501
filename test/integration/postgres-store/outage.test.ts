import { connect, createServer } from 'node:net'
import type { Socket } from 'node:net'
import { once } from 'node:events'
import { expect, it } from 'vitest'
import { openPostgresStore } from '../../../src/storage/postgres/postgres-chat-store.ts'
import { onPostgres } from './on-server.ts'
import { smallThread } from './threads.ts'

const BATCH = 50

onPostgres('outages', { durable: true }, (server) => {
  it('loses nothing that was acknowledged when the server is killed in the middle', async () => {
    const connectionString = server().url(await server().createDatabase())
    const store = await openPostgresStore({ connectionString })
    const acknowledged: string[] = []
    let error: unknown
    let killed: Promise<void> | undefined
    const writing = (async () => {
      for (let n = 0; error === undefined; n += BATCH) {
        const threads = Array.from({ length: BATCH }, (_, i) => smallThread(n + i))
        try {
          await store.mergeThreads(threads)
          acknowledged.push(...threads.map(({ id }) => id))
        } catch (failure) {
          error = failure
        }
        if (acknowledged.length >= BATCH * 4) killed ??= server().kill()
      }
    })()
    await writing
    await killed
    expect(error).toMatchObject({ code: 'UNAVAILABLE' })
    await expect(store.listThreads({})).rejects.toMatchObject({ code: 'UNAVAILABLE' })
    await server().start()

    const found = await store.getThreads(acknowledged)
    expect(found.filter((thread) => thread === undefined)).toEqual([])
    const again = Array.from({ length: acknowledged.length + BATCH }, (_, n) => smallThread(n))
    await store.mergeThreads(again)
    expect(await store.countThreads({})).toBe(again.length)
    await store.close()
  })

  it('is told of a connection that is cut, and goes on with the next', async () => {
    const sockets = new Set<Socket>()
    const proxy = createServer((client) => {
      const upstream = connect(server().port, '127.0.0.1')
      for (const socket of [client, upstream]) {
        sockets.add(socket)
        socket.on('error', () => socket.destroy())
      }
      client.pipe(upstream).pipe(client)
    })
    proxy.listen(0, '127.0.0.1')
    await once(proxy, 'listening')
    const address = proxy.address()
    const port = typeof address === 'object' && address !== null ? address.port : 0
    const database = await server().createDatabase()
    const store = await openPostgresStore({
      connectionString: `postgres://postgres@127.0.0.1:${port}/${database}`,
    })
    await store.mergeThreads([smallThread(1)])
    const threads = Array.from({ length: 3000 }, (_, n) => smallThread(n))
    const writing = store.mergeThreads(threads)
    for (const socket of sockets) socket.destroy()
    await expect(writing).rejects.toMatchObject({ code: 'UNAVAILABLE' })
    await store.mergeThreads(threads)
    expect(await store.countThreads({})).toBe(3000)
    await store.close()
    proxy.close()
  })
})

onPostgres('misconfiguration', { settings: [] }, (server) => {
  it.each([
    {
      what: 'no server',
      url: 'postgres://postgres@127.0.0.1:1/x',
      code: 'UNAVAILABLE',
      names: /DATABASE_URL/,
    },
    {
      what: 'no such host',
      url: 'postgres://postgres@nowhere.invalid/x',
      code: 'UNAVAILABLE',
      names: /DATABASE_URL/,
    },
    { what: 'no such database', url: undefined, code: 'NOT_FOUND', names: /PGDATABASE/ },
    { what: 'no such role', url: 'role', code: 'PERMISSION', names: /DATABASE_URL/ },
  ])('names the setting and the remedy: $what', async ({ url, code, names }) => {
    const connectionString =
      url === undefined
        ? server().url('not_there')
        : url === 'role'
          ? server().url('postgres', 'nobody')
          : url
    const opening = openPostgresStore({ connectionString })
    await expect(opening).rejects.toMatchObject({
      code,
      remedy: expect.stringMatching(names) as unknown,
    })
  })
})
