import { execFile } from 'node:child_process'
import { chmod, chown, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openPostgresStore } from '../../../src/storage/postgres/postgres-chat-store.ts'
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

  const open = async (host: string, parameters: string) => {
    const database = await server.createDatabase()
    const connectionString = `postgres://postgres@${host}:${server.port}/${database}?${parameters}`
    const store = await openPostgresStore({ connectionString })
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
})
