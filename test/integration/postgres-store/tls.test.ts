import { execFile } from 'node:child_process'
import { chmod, chown, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Database } from '../../../src/storage/postgres/connection/database.ts'
import { openPostgresStore } from '../../../src/storage/postgres/postgres-chat-store.ts'
import type { TlsParameters } from '../../../src/storage/postgres/options.ts'
import { serverUser, startPostgres, whyNotPostgres } from '../../services/postgres.ts'
import type { PostgresServer } from '../../services/postgres.ts'

const run = promisify(execFile)
const missing = whyNotPostgres('18')
const skipped = missing !== undefined && process.env['CI'] !== 'true'

describe.skipIf(skipped)(`postgres 18: TLS${skipped ? ` NOT RUN, ${missing}` : ''}`, () => {
  let folder: string
  let certificate: string
  let server: PostgresServer

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'hitcraft-tls-'))
    await chmod(folder, 0o755)
    certificate = join(folder, 'server.crt')
    const key = join(folder, 'server.key')
    const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost']
    const make = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', ...subject]
    await run('openssl', [...make, '-keyout', key, '-out', certificate])
    await chmod(key, 0o600)
    const owner = await serverUser()
    if (owner !== undefined) await chown(key, owner.uid, owner.gid)
    const settings = ['ssl=on', `ssl_cert_file=${certificate}`, `ssl_key_file=${key}`]
    server = await startPostgres('18', { settings })
  })
  afterAll(async () => {
    await server.stop()
    await rm(folder, { recursive: true, force: true })
  })

  const open = async (host: string, parameters: string, tls: TlsParameters = {}) => {
    const database = await server.createDatabase()
    const connectionString = `postgres://postgres@${host}:${server.port}/${database}?${parameters}`
    const store = await openPostgresStore({ connectionString, tls })
    const threads = await store.countThreads({})
    await store.close()
    return threads
  }

  it('is used in each mode', async () => {
    expect(await open('127.0.0.1', 'sslmode=require')).toBe(0)
    expect(await open('127.0.0.1', `sslmode=verify-ca&sslrootcert=${certificate}`)).toBe(0)
    expect(await open('localhost', `sslmode=verify-full&sslrootcert=${certificate}`)).toBe(0)
    expect(await open('localhost', 'sslmode=disable')).toBe(0)
  })

  it('refuses a certificate that is not trusted, or of another host, and says what to set', async () => {
    const refused = {
      code: 'INVALID_CONFIG',
      remedy: expect.stringContaining('sslmode') as unknown,
    }
    await expect(open('localhost', 'sslmode=verify-full')).rejects.toMatchObject(refused)
    await expect(
      open('127.0.0.1', `sslmode=verify-full&sslrootcert=${certificate}`),
    ).rejects.toMatchObject(refused)
  })

  it('is asked for by the settings as by the connection string', async () => {
    const refused = { code: 'INVALID_CONFIG' }
    const full = { sslmode: 'verify-full', sslrootcert: certificate }
    expect(await open('127.0.0.1', '', { sslmode: 'require' })).toBe(0)
    await expect(open('localhost', '', { sslmode: 'verify-full' })).rejects.toMatchObject(refused)
    expect(await open('localhost', '', full)).toBe(0)
    await expect(open('127.0.0.1', '', full)).rejects.toMatchObject(refused)
    expect(await open('127.0.0.1', 'sslmode=require&sslrootcert=', full)).toBe(0)
  })

  it('is preferred where nothing is said, and done without where the server has none', async () => {
    const inUse = async (port: number, parameters: string) => {
      const db = new Database({
        connectionString: `postgres://postgres@127.0.0.1:${port}/postgres${parameters}`,
      })
      const [row] = await db.rows('SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()')
      await db.close()
      return row?.['ssl']
    }
    const plain = await startPostgres('18')
    expect(await inUse(server.port, '')).toBe(true)
    expect(await inUse(server.port, '?sslmode=prefer')).toBe(true)
    expect(await inUse(server.port, '?sslmode=disable')).toBe(false)
    expect(await inUse(plain.port, '')).toBe(false)
    expect(await inUse(plain.port, '?sslmode=prefer')).toBe(false)
    await expect(inUse(plain.port, '?sslmode=require')).rejects.toMatchObject({
      code: 'INVALID_CONFIG',
      remedy: expect.stringContaining('sslmode') as unknown,
    })
    await plain.stop()
  })

  it.each([
    ['sslmode=sure', 'PGSSLMODE'],
    ['sslmode=verify-ca', 'PGSSLROOTCERT'],
    ['sslmode=verify-full&sslrootcert=/nowhere.pem', 'PGSSLROOTCERT'],
    ['sslmode=require&sslcert=/nowhere.pem', 'PGSSLCERT'],
  ])('cannot be set as %s, which the error names', async (parameters, names) => {
    await expect(open('localhost', parameters)).rejects.toMatchObject({
      code: 'INVALID_CONFIG',
      remedy: expect.stringContaining(names) as unknown,
    })
  })
})
