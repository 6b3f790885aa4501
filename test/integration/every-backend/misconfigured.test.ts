import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { createServer as createTlsServer } from 'node:tls'
import type { Server } from 'node:tls'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runCli } from '../../cli/run-cli.ts'
import { testBackend } from '../../services/backends.ts'
import type { RunningBackend } from '../../services/backends.ts'
import { describeOn } from '../../services/describe-on.ts'
import { freePort } from '../../services/process.ts'

/** A setting gone wrong, and what its error must name. */
interface Mistake {
  readonly what: string
  readonly env: Readonly<Record<string, string>>
  readonly names: RegExp
  readonly code: string
}

let cwd: string
beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'hitcraft-wrong-'))
})
afterAll(() => rm(cwd, { recursive: true, force: true }))

/** Seconds within which a wrong setting is named, besides what starting the program takes. */
const SECONDS = 10

async function expectNamed({ env, names, code }: Mistake): Promise<void> {
  // A busy machine starts the program slowly, and it is loaded again by what opens a store.
  const first = performance.now()
  await runCli(['config'], { cwd })
  const begin = performance.now()
  const listed = await runCli(['threads', 'list'], { cwd, env })
  const seconds = (performance.now() - begin) / 1000
  expect(seconds).toBeLessThan(SECONDS + (3 * (begin - first)) / 1000)
  expect(listed.exit).not.toBe(0)
  expect(listed.err).toMatch(names)
  expect(listed.err).not.toContain('secret-word')
  if (code === 'INVALID_CONFIG') return
  const doctor = await runCli(['doctor', '--json'], { cwd, env })
  expect(doctor.exit).toBe(1)
  const { checks } = doctor.json() as {
    checks: { status: string; found: string; remedy: string }[]
  }
  const failed = checks.find(({ status }) => status === 'failed')
  expect(`${failed?.found} ${failed?.remedy}`).toMatch(names)
  expect(failed?.found).toContain(code)
}

describe('settings that are missing or cannot be right', () => {
  const wrong: readonly Mistake[] = [
    {
      what: 'a backend that is none',
      env: { STORAGE_BACKEND: 'mysql' },
      names: /STORAGE_BACKEND/,
      code: 'INVALID_CONFIG',
    },
    {
      what: 'no MONGODB_URI',
      env: { STORAGE_BACKEND: 'mongodb' },
      names: /MONGODB_URI is not set/,
      code: 'INVALID_CONFIG',
    },
    {
      what: 'a MONGODB_URI that is none',
      env: { STORAGE_BACKEND: 'mongodb', MONGODB_URI: 'localhost' },
      names: /MONGODB_URI/,
      code: 'INVALID_CONFIG',
    },
    {
      what: 'a DATABASE_URL that is none',
      env: { STORAGE_BACKEND: 'postgres', DATABASE_URL: 'hitcraft' },
      names: /DATABASE_URL/,
      code: 'INVALID_CONFIG',
    },
    {
      what: 'a DATABASE_URL without its scheme',
      env: { STORAGE_BACKEND: 'postgres', DATABASE_URL: 'me:secret-word@localhost/hitcraft' },
      names: /DATABASE_URL/,
      code: 'INVALID_CONFIG',
    },
    {
      what: 'an endpoint that is none',
      env: { STORAGE_BACKEND: 's3', S3_ENDPOINT: 'localhost:9000' },
      names: /S3_ENDPOINT/,
      code: 'INVALID_CONFIG',
    },
    {
      what: 'half of the credentials',
      env: { STORAGE_BACKEND: 's3', AWS_ACCESS_KEY_ID: 'x' },
      names: /AWS_SECRET_ACCESS_KEY/,
      code: 'INVALID_CONFIG',
    },
    {
      what: 'a bucket named by its URL',
      env: { STORAGE_BACKEND: 's3', S3_BUCKET: 's3://b' },
      names: /S3_BUCKET/,
      code: 'INVALID_CONFIG',
    },
    {
      what: 'no Azure account',
      env: { STORAGE_BACKEND: 'azure' },
      names: /AZURE_STORAGE_CONNECTION_STRING/,
      code: 'INVALID_CONFIG',
    },
    {
      what: 'a connection string that is none',
      env: { STORAGE_BACKEND: 'azure', AZURE_STORAGE_CONNECTION_STRING: 'secret-word' },
      names: /AZURE_STORAGE_CONNECTION_STRING/,
      code: 'INVALID_CONFIG',
    },
    {
      what: 'a container that no container may be called',
      env: { STORAGE_BACKEND: 'azure', AZURE_CONTAINER: 'A_B', AZURE_STORAGE_ACCOUNT: 'a' },
      names: /AZURE_CONTAINER/,
      code: 'INVALID_CONFIG',
    },
    {
      what: 'no credentials for S3',
      env: { STORAGE_BACKEND: 's3', AWS_REGION: 'us-east-1', AWS_EC2_METADATA_DISABLED: 'true' },
      names: /AWS_ACCESS_KEY_ID/,
      code: 'INVALID_CONFIG',
    },
  ]
  it.each(wrong.map((mistake) => [mistake.what, mistake] as const))('%s', async (_, mistake) => {
    await expectNamed(mistake)
  })
})

/** For a port where nobody listens, and one where somebody does and never answers. All wait, so at once. */
describe.concurrent('a server that is not there', () => {
  const silent = createServer()
  let ports: { nobody: number; silent: number }
  beforeAll(async () => {
    silent.listen(0, '127.0.0.1')
    await once(silent, 'listening')
    const address = silent.address()
    const port = typeof address === 'object' && address !== null ? address.port : 0
    ports = { nobody: await freePort(), silent: port }
  })
  afterAll(() => silent.close())

  const settings: Readonly<Record<string, (port: number) => Record<string, string>>> = {
    postgres: (port) => ({
      DATABASE_URL: `postgres://me:secret-word@127.0.0.1:${port}/hitcraft`,
    }),
    mongodb: (port) => ({ MONGODB_URI: `mongodb://me:secret-word@127.0.0.1:${port}/` }),
    s3: (port) => ({
      S3_ENDPOINT: `http://127.0.0.1:${port}`,
      AWS_ACCESS_KEY_ID: 'me',
      AWS_SECRET_ACCESS_KEY: 'secret-word',
    }),
    azure: (port) => ({
      AZURE_STORAGE_CONNECTION_STRING:
        'DefaultEndpointsProtocol=http;AccountName=me;AccountKey=c2VjcmV0LXdvcmQ=;' +
        `BlobEndpoint=http://127.0.0.1:${port}/me;`,
    }),
  }
  for (const [backend, env] of Object.entries(settings)) {
    for (const kind of ['nobody', 'silent'] as const) {
      it(`${backend}: ${kind === 'nobody' ? 'nobody listens' : 'somebody listens and is silent'}`, async () => {
        await expectNamed({
          what: kind,
          env: { STORAGE_BACKEND: backend, ...env(ports[kind]) },
          names: /DATABASE_URL|MONGODB_URI|S3_ENDPOINT|AZURE_STORAGE/,
          code: 'UNAVAILABLE',
        })
      })
    }
  }
})

/** Whose certificate nobody vouches for. */
describe('a server with a bad certificate', () => {
  let server: Server
  let port: number
  beforeAll(async () => {
    const [key, cert] = [join(cwd, 'key.pem'), join(cwd, 'cert.pem')]
    const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=IP:127.0.0.1']
    const kind = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', ...subject]
    execFileSync('openssl', [...kind, '-keyout', key, '-out', cert], { stdio: 'ignore' })
    server = createTlsServer({ key: readFileSync(key), cert: readFileSync(cert) })
    server.on('tlsClientError', () => undefined)
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const address = server.address()
    port = typeof address === 'object' && address !== null ? address.port : 0
  })
  afterAll(() => server.close())

  it('s3: its setting and the remedy are named', async () => {
    await expectNamed({
      what: 'a self-signed certificate',
      env: {
        STORAGE_BACKEND: 's3',
        S3_ENDPOINT: `https://127.0.0.1:${port}`,
        AWS_ACCESS_KEY_ID: 'me',
        AWS_SECRET_ACCESS_KEY: 'secret-word',
      },
      names: /NODE_EXTRA_CA_CERTS.*S3_ENDPOINT/,
      code: 'UNAVAILABLE',
    })
  })

  it('azure: its setting and the remedy are named', async () => {
    await expectNamed({
      what: 'a self-signed certificate',
      env: {
        STORAGE_BACKEND: 'azure',
        AZURE_STORAGE_CONNECTION_STRING:
          'DefaultEndpointsProtocol=https;AccountName=me;AccountKey=c2VjcmV0LXdvcmQ=;' +
          `BlobEndpoint=https://127.0.0.1:${port}/me;`,
      },
      names: /NODE_EXTRA_CA_CERTS.*AZURE_STORAGE/,
      code: 'UNAVAILABLE',
    })
  })
})

/** What the server itself refuses. */
function refusals(name: string, mistakes: (running: RunningBackend) => Promise<Mistake[]>): void {
  describeOn(testBackend(name), 'what the server refuses', (running) => {
    it('is named with its remedy', async () => {
      for (const mistake of await mistakes(running())) await expectNamed(mistake)
    })
  })
}

refusals('postgres 18', async (running) => {
  const { url } = await running.fresh()
  const at = url.slice(0, url.lastIndexOf('/'))
  const env = (DATABASE_URL: string) => ({ STORAGE_BACKEND: 'postgres', DATABASE_URL })
  return [
    {
      what: 'no database',
      env: env(`${at}/nowhere`),
      names: /createdb|DATABASE_URL/,
      code: 'NOT_FOUND',
    },
    {
      what: 'no role',
      env: env(url.replace('postgres@', 'nobody:secret-word@')),
      names: /DATABASE_URL/,
      code: 'PERMISSION',
    },
    {
      what: 'no TLS there',
      env: env(`${url}?sslmode=require`),
      names: /sslmode/,
      code: 'INVALID_CONFIG',
    },
  ]
})

refusals('s3', async (running) => {
  const { env, target } = await running.fresh()
  if (target.kind !== 's3') throw new Error('not a bucket of S3')
  const { bucket, endpoint = '' } = target.options
  const all = { STORAGE_BACKEND: 's3', S3_ENDPOINT: endpoint, ...env }
  return [
    {
      what: 'no bucket',
      env: { ...all, S3_BUCKET: 'nowhere' },
      names: /S3_BUCKET/,
      code: 'NOT_FOUND',
    },
    {
      what: 'a wrong key',
      env: { ...all, S3_BUCKET: bucket, AWS_SECRET_ACCESS_KEY: 'secret-word' },
      names: /AWS_SECRET_ACCESS_KEY/,
      code: 'PERMISSION',
    },
    {
      what: 'no such user',
      env: { ...all, S3_BUCKET: bucket, AWS_ACCESS_KEY_ID: 'nobody' },
      names: /AWS_ACCESS_KEY_ID/,
      code: 'PERMISSION',
    },
  ]
})

refusals('azure', async (running) => {
  const { env, target } = await running.fresh()
  if (target.kind !== 'azure') throw new Error('not a container of Azure')
  const { container } = target.options
  const { AZURE_STORAGE_CONNECTION_STRING = '' } = env
  const all = { STORAGE_BACKEND: 'azure', ...env }
  const key = AZURE_STORAGE_CONNECTION_STRING.replace(
    /AccountKey=[^;]*/,
    'AccountKey=c2VjcmV0LXdvcmQ=',
  )
  return [
    {
      what: 'no container',
      env: { ...all, AZURE_CONTAINER: 'nowhere' },
      names: /AZURE_CONTAINER/,
      code: 'NOT_FOUND',
    },
    {
      what: 'a wrong key',
      env: { ...all, AZURE_CONTAINER: container, AZURE_STORAGE_CONNECTION_STRING: key },
      names: /AZURE_STORAGE_CONNECTION_STRING/,
      code: 'PERMISSION',
    },
  ]
})
