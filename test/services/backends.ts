import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { BACKEND_KINDS, backendOf } from '../../src/storage/backends/backends.ts'
import type { BackendKind, StoreTarget } from '../../src/storage/backends/backends.ts'
import { parseStoreUrl } from '../../src/storage/parse-store-url.ts'
import { S3ObjectStore } from '../../src/storage/objects/s3/s3-object-store.ts'
import { AzureObjectStore } from '../../src/storage/objects/azure-blob/azure-object-store.ts'
import { MongoClient } from 'mongodb'
import { startAzurite } from './azurite.ts'
import { collectionsHolding, filesHolding, objectsHolding } from './bytes.ts'
import { newBucket } from './buckets.ts'
import type { Harm } from './damage/harm.ts'
import { mongodbHarms } from './damage/mongodb-harms.ts'
import { objectHarms } from './damage/object-harms.ts'
import { forgetHarms, postgresHarms } from './damage/postgres-harms.ts'
import { startCeph, whyNotCeph } from './ceph.ts'
import { startMongo, whyNotMongo } from './mongodb.ts'
import { startSwift, whyNotSwift } from './swift.ts'
import { startPgbouncer, whyNotPgbouncer } from './pgbouncer.ts'
import { query, startPostgres, whyNotPostgres } from './postgres.ts'
import type { PostgresServer, PostgresVersion } from './postgres.ts'

/** A new, empty store, as the library and as the command line name it. */
export interface Place {
  readonly target: StoreTarget
  readonly url: string
  /** What a process needs in its environment to open it. */
  readonly env: Readonly<Record<string, string>>
}

/** A backend with its server, if it has one. */
export interface RunningBackend {
  /** The server, with its version; of the file backend the place of its files. */
  readonly name: string
  /** Where it listens, on loopback; absent where there is no server. */
  readonly port?: number
  /** It takes seconds for what others do at once, so tests do it less often. */
  readonly isSlow?: boolean
  fresh(): Promise<Place>
  /** What in a place holds one of the words: files, objects, collections, the server's own files. */
  filesHolding(place: Place, words: readonly string[]): Promise<string[]>
  /** Ways to damage a filled store by the backend's own means, one at a time; absent where it has trials of its own. */
  readonly harms?: (
    place: Place,
  ) => Promise<{ readonly all: readonly Harm[]; readonly close: () => Promise<void> }>
  /** SIGKILL to the server; absent where there is none, or where it keeps nothing on disk. */
  readonly kill?: () => Promise<void>
  /** Starts the killed server on the same data. */
  readonly start?: () => Promise<void>
  stop(): Promise<void>
}

export interface BackendOptions {
  /** The server keeps what it acknowledges when it is killed. */
  readonly durable?: boolean
  /** The server keeps nothing longer than it must: a checkpoint takes old write-ahead logs away. */
  readonly eraseAtOnce?: boolean
}

/** What is done to every backend in `test/integration/every-backend/`, unless it says otherwise. */
export type Trial = 'process killed' | 'way cut off' | 'server killed' | 'damaged' | 'two at once'

export interface TestBackend {
  /** As it is counted: `postgres 18`. */
  readonly name: string
  readonly kind: BackendKind
  /** Trials that it is spared, as another entry stands for it or its server cannot undergo them. */
  readonly spared?: readonly Trial[]
  /** Why one process at a time may write there, where that is so. */
  readonly oneWriter?: string
  /** Why its server cannot be had here; undefined when it can. */
  whyNot(): string | undefined
  start(options?: BackendOptions): Promise<RunningBackend>
}

/** A backend without a server: each place is a folder of its own, named by its URL. */
function local(kind: BackendKind): TestBackend {
  return {
    name: kind,
    kind,
    spared: ['way cut off', 'server killed', 'damaged'],
    whyNot: () => undefined,
    async start() {
      const root = await mkdtemp(join(tmpdir(), 'hitcraft-places-'))
      const scheme = backendOf(kind).url?.schemes[0] ?? kind
      let made = 0
      return {
        name: 'a folder of this machine',
        fresh: async () => {
          const url = `${scheme}:${join(root, String(++made))}`
          return { target: parseStoreUrl(url, root), url, env: {} }
        },
        filesHolding: async ({ url }, words) => filesHolding(url.slice(scheme.length + 1), words),
        stop: () => rm(root, { recursive: true, force: true }),
      }
    },
  }
}

const settingsFor = (options?: BackendOptions) =>
  options?.eraseAtOnce === true ? ['wal_recycle=off', 'min_wal_size=32MB'] : []

/** Files of the server that hold a word, but for those of other databases. */
async function postgresHolding(
  { folder }: PostgresServer,
  url: string,
  words: readonly string[],
): Promise<string[]> {
  // Files that were replaced, and logs that are no longer needed, go with a checkpoint.
  await query(url, 'CHECKPOINT', 'SELECT pg_switch_wal()', 'CHECKPOINT')
  const [own] = await query(url, 'SELECT oid FROM pg_database WHERE datname = current_database()')
  const base = join(folder, 'base')
  const ofOthers = (file: string) =>
    file.startsWith(`${base}/`) && !file.startsWith(join(base, `${String(own?.['oid'])}/`))
  return filesHolding(folder, words, ofOthers)
}

const postgres = (version: PostgresVersion): TestBackend => ({
  name: `postgres ${version}`,
  kind: 'postgres',
  // Each trial once is enough for what the versions have in common.
  spared: version === '15' ? ['process killed', 'way cut off', 'damaged'] : ['server killed'],
  whyNot: () => whyNotPostgres(version),
  async start(options) {
    const server = await startPostgres(version, { ...options, settings: settingsFor(options) })
    return {
      name: `PostgreSQL ${version}`,
      port: server.port,
      fresh: async () => {
        const connectionString = server.url(await server.createDatabase())
        const target = { kind: 'postgres', options: { connectionString } } as const
        return { target, url: connectionString, env: {} }
      },
      filesHolding: ({ url }, words) => postgresHolding(server, url, words),
      harms: async ({ url }) => ({
        all: await postgresHarms(url),
        close: async () => void (await forgetHarms(url)),
      }),
      kill: () => server.kill(),
      start: () => server.start(),
      stop: () => server.stop(),
    }
  },
})

const mongodb: TestBackend = {
  name: 'mongodb',
  kind: 'mongodb',
  whyNot: whyNotMongo,
  async start() {
    const server = await startMongo()
    return {
      name: server.name,
      port: Number(new URL(server.url).port),
      // FerretDB goes through every document to find one by anything but its `_id`.
      isSlow: server.isFerret,
      fresh: async () => {
        const uri = `${server.url}${server.newDatabase()}`
        return { target: { kind: 'mongodb', options: { uri } }, url: uri, env: {} }
      },
      filesHolding: ({ url }, words) =>
        collectionsHolding(url, new URL(url).pathname.slice(1), words),
      harms: async ({ url }) => {
        const client = new MongoClient(url)
        const all = await mongodbHarms(client, new URL(url).pathname.slice(1))
        return { all, close: () => client.close() }
      },
      kill: () => server.kill(),
      start: () => server.start(),
      stop: () => server.stop(),
    }
  },
}

async function harmsToObjects({ target }: Place) {
  if (target.kind !== 's3' && target.kind !== 'azure') throw new Error('that is no bucket')
  const objects =
    target.kind === 's3' ? new S3ObjectStore(target.options) : new AzureObjectStore(target.options)
  return { all: await objectHarms(objects), close: async () => objects.close() }
}

function inObjects({ target }: Place, words: readonly string[]): Promise<string[]> {
  if (target.kind === 's3') return objectsHolding(new S3ObjectStore(target.options), words)
  if (target.kind === 'azure') return objectsHolding(new AzureObjectStore(target.options), words)
  return Promise.resolve([])
}

const s3: TestBackend = {
  name: 's3',
  kind: 's3',
  whyNot: whyNotCeph,
  async start(options) {
    const server = await startCeph(options)
    const { accessKeyId, endpoint, secretAccessKey } = server
    return {
      name: server.name,
      port: Number(new URL(endpoint).port),
      fresh: async () => {
        const { bucket } = await newBucket(server)
        return {
          target: {
            kind: 's3',
            options: { bucket, endpoint, region: 'us-east-1', credentials: server },
          },
          url: `s3://${bucket}?endpoint=${endpoint}`,
          env: { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey },
        }
      },
      filesHolding: inObjects,
      harms: harmsToObjects,
      kill: () => server.kill(),
      start: () => server.start(),
      stop: () => server.stop(),
    }
  },
}

const azure: TestBackend = {
  name: 'azure',
  kind: 'azure',
  // Azurite keeps its index in memory for seconds, so a kill of it loses what it acknowledged, which
  // Azure itself does not.
  spared: ['server killed'],
  whyNot: () => undefined,
  async start() {
    const server = await startAzurite()
    const { connectionString } = server
    return {
      name: server.name,
      port: server.port,
      fresh: async () => {
        const container = await server.newContainer()
        return {
          target: { kind: 'azure', options: { container, connectionString } },
          url: `azblob://${container}`,
          env: { AZURE_STORAGE_CONNECTION_STRING: connectionString },
        }
      },
      filesHolding: inObjects,
      harms: harmsToObjects,
      kill: () => server.kill(),
      start: () => server.start(),
      stop: () => server.stop(),
    }
  },
}

const swift: TestBackend = {
  name: 'swift',
  kind: 's3',
  oneWriter: 'without conditional writes one process writes at a time',
  whyNot: whyNotSwift,
  async start() {
    const server = await startSwift()
    const { accessKeyId, endpoint, secretAccessKey } = server
    return {
      name: server.name,
      fresh: async () => {
        const { bucket } = await newBucket(server)
        const options = { bucket, endpoint, region: 'us-east-1', credentials: server }
        return {
          target: { kind: 's3', options },
          url: `s3://${bucket}?endpoint=${endpoint}`,
          env: { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey },
        }
      },
      filesHolding: inObjects,
      harms: harmsToObjects,
      stop: () => server.stop(),
    }
  },
}

const behindPgbouncer: TestBackend = {
  name: 'postgres 15 behind pgbouncer',
  kind: 'postgres',
  whyNot: () => whyNotPostgres('15') ?? whyNotPgbouncer(),
  async start(options) {
    const server = await startPostgres('15', { settings: settingsFor(options) })
    const pooler = await startPgbouncer(server.port)
    return {
      name: 'PostgreSQL 15 behind pgbouncer in transaction mode',
      fresh: async () => {
        const database = await server.createDatabase()
        const connectionString = `postgres://postgres@127.0.0.1:${pooler.port}/${database}`
        const target = { kind: 'postgres', options: { connectionString, poolSize: 4 } } as const
        return { target, url: connectionString, env: {} }
      },
      filesHolding: ({ url }, words) => {
        const database = new URL(url).pathname.slice(1)
        return postgresHolding(server, server.url(database), words)
      },
      stop: async () => {
        await pooler.stop()
        await server.stop()
      },
    }
  },
}

/** Every backend that outlives a process and promises all of the contract. */
export const TEST_BACKENDS: readonly TestBackend[] = [
  ...BACKEND_KINDS.filter((kind) => backendOf(kind).folders !== undefined).map(local),
  postgres('15'),
  postgres('18'),
  mongodb,
  s3,
  azure,
]

/** The backends that undergo a trial; two at once are not for those that one process alone may use. */
export function backendsFor(trial: Trial): readonly TestBackend[] {
  return TEST_BACKENDS.filter(({ kind, spared }) => {
    const isAlone = trial === 'two at once' && backendOf(kind).traits?.oneProcess === true
    return !isAlone && spared?.includes(trial) !== true
  })
}

/** The backend of that name. */
export function testBackend(name: string): TestBackend {
  const found = [...TEST_BACKENDS, swift, behindPgbouncer].find((backend) => backend.name === name)
  if (found === undefined) throw new Error(`there is no backend ${name}`)
  return found
}
