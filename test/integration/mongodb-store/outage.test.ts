import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import type { Server, Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createServer as createTlsServer } from 'node:tls'
import { describe, expect, it } from 'vitest'
import { HitCraftError } from '../../../src/errors/hitcraft-error.ts'
import { openMongoStore } from '../../../src/storage/mongodb/mongodb-chat-store.ts'
import { onMongo, SLOW } from './on-server.ts'
import { smallThread } from './threads.ts'

const BATCH = 20

onMongo('outages', (server) => {
  it(
    'loses nothing that was acknowledged when the server is killed in the middle',
    async () => {
      const options = { uri: server().url, database: server().newDatabase() }
      const store = await openMongoStore(options)
      const acknowledged: string[] = []
      let error: unknown
      let killed: Promise<void> | undefined
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
      const reopened = await openMongoStore(options)
      expect(await reopened.countThreads({})).toBe(again.length)
      await reopened.close()
    },
    SLOW,
  )

  it(
    'is told of a connection that is cut, and goes on with the next',
    async () => {
      const { port: upstreamPort } = new URL(server().url)
      const sockets = new Set<Socket>()
      const proxy = createServer((client) => {
        const upstream = connect(Number(upstreamPort), '127.0.0.1')
        for (const socket of [client, upstream]) {
          sockets.add(socket)
          socket.on('error', () => socket.destroy())
        }
        client.pipe(upstream).pipe(client)
      })
      const store = await openMongoStore({
        uri: `mongodb://127.0.0.1:${await listening(proxy)}/?directConnection=true`,
        database: server().newDatabase(),
      })
      const threads = Array.from({ length: 600 }, (_, n) => smallThread(n))
      const writing = store.mergeThreads(threads)
      for (const socket of sockets) socket.destroy()
      // On a server that repeats writes by itself the call may come through.
      const code = await writing.then(
        () => 'UNAVAILABLE',
        (error: unknown) => (error instanceof HitCraftError ? error.code : String(error)),
      )
      expect(code).toBe('UNAVAILABLE')
      await store.mergeThreads(threads)
      expect(await store.countThreads({})).toBe(600)
      await store.close()
      proxy.close()
    },
    SLOW,
  )

  it('says what it found, on a standalone server what that does not promise', async () => {
    const store = await openMongoStore({ uri: server().url, database: server().newDatabase() })
    const checks = await store.check()
    expect(checks).toContainEqual(expect.objectContaining({ name: 'rights', status: 'ok' }))
    expect(checks).toContainEqual(expect.objectContaining({ name: 'indexes', status: 'ok' }))
    expect(checks.map(({ name }) => name)).toContain('topology')
    await store.close()
  })
})

describe('mongodb store, misconfigured', () => {
  it.each([
    { what: 'no server', uri: 'mongodb://u:hush@127.0.0.1:1/x', code: 'UNAVAILABLE' },
    { what: 'no such host', uri: 'mongodb://u:hush@nowhere.invalid/x', code: 'UNAVAILABLE' },
    { what: 'no such service', uri: 'mongodb+srv://u:hush@nowhere.invalid/x', code: 'UNAVAILABLE' },
    { what: 'no URI', uri: 'postgres://u:hush@host/x', code: 'INVALID_CONFIG' },
    { what: 'an unescaped password', uri: 'mongodb://u:hu@sh/@host/x', code: 'INVALID_CONFIG' },
    { what: 'an unknown parameter', uri: 'mongodb://u:hush@h/x?nope=1', code: 'INVALID_CONFIG' },
    { what: 'a wrong name', uri: 'mongodb://u:hush@h/', database: 'a b', code: 'INVALID_CONFIG' },
  ])(
    'names the setting and the remedy within ten seconds, and no secret: $what',
    async ({ uri, database, code }) => {
      const error: unknown = await openMongoStore({
        uri,
        ...(database === undefined ? {} : { database }),
      }).catch((failure: unknown) => failure)
      expect(error).toMatchObject({ code })
      const text = error instanceof Error ? `${error.message} ${JSON.stringify(error)}` : ''
      expect(text).toMatch(/MONGODB_(URI|DATABASE)/)
      expect(text).not.toMatch(/hush|hu@sh/)
    },
  )

  it('names the certificate that it does not accept', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'hitcraft-tls-'))
    const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')]
    const subject = ['-subj', '/CN=localhost', '-days', '1']
    const made = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', key, '-out', cert]
    execFileSync('openssl', [...made, ...subject], { stdio: 'ignore' })
    const server = createTlsServer({ key: readFileSync(key), cert: readFileSync(cert) })
    server.on('tlsClientError', () => undefined)
    const uri = `mongodb://localhost:${await listening(server)}/x?tls=true`
    await expect(openMongoStore({ uri })).rejects.toMatchObject({
      code: 'UNAVAILABLE',
      message: expect.stringContaining('certificate') as unknown,
      remedy: expect.stringContaining('tlsCAFile') as unknown,
    })
    server.close()
    rmSync(folder, { recursive: true })
  })
})

async function listening(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  return typeof address === 'object' && address !== null ? address.port : 0
}
