import { execFile } from 'node:child_process'
import { closeSync, existsSync, openSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'
import { MongoClient } from 'mongodb'
import { freePort, startProcess, untilReady } from './process.ts'
import type { ServerProcess } from './process.ts'

const run = promisify(execFile)
const SOURCE = join(import.meta.dirname, 'ferretdb')

/** A real server that speaks MongoDB's wire protocol. */
export interface MongoServer {
  readonly name: string
  /** FerretDB proves the driver's path and the bytes; what it lacks is a named skip. */
  readonly isFerret: boolean
  readonly url: string
  /** The name of a database that is not there yet. */
  newDatabase(): string
  /** SIGKILL. @throws Error for a server that is not ours */
  kill(): Promise<void>
  /** Starts it again on the same data and port. */
  start(): Promise<void>
  stop(): Promise<void>
}

/** Why none can be had on this machine; undefined when one can. */
export function whyNotMongo(): string | undefined {
  const { TEST_MONGODB_URI } = process.env
  if (TEST_MONGODB_URI !== undefined || mongod() !== undefined) return undefined
  if (onPath('go') !== undefined) return undefined
  return 'no TEST_MONGODB_URI, no mongod, and no Go to build FerretDB'
}

/** A server as `TEST_MONGODB_URI` names it, else a `mongod` of this machine, else FerretDB. */
export async function startMongo(): Promise<MongoServer> {
  const { TEST_MONGODB_URI } = process.env
  if (TEST_MONGODB_URI !== undefined) return outside(TEST_MONGODB_URI)
  const program = mongod()
  const folder = await mkdtemp(join(tmpdir(), 'hitcraft-mongodb-'))
  const port = await freePort()
  const listen = `127.0.0.1:${port}`
  const begin =
    program === undefined
      ? await ferret(folder, listen)
      : () => ({
          command: program,
          args: ['--dbpath', folder, '--bind_ip', '127.0.0.1', '--port', String(port)],
        })
  const url = `mongodb://${listen}/`
  const log = join(folder, 'server.out')
  let server: ServerProcess | undefined
  const start = async () => {
    const { command, args } = begin()
    const output = openSync(log, 'a')
    server = startProcess(command, args, { cwd: folder, log: output })
    closeSync(output)
    await untilReady(command, () => answers(url), { process: server, log })
  }
  await start()
  return {
    name: program === undefined ? 'FerretDB 1.24 on SQLite' : `mongod ${await versionOf(url)}`,
    isFerret: program === undefined,
    url,
    newDatabase: databaseNames(),
    kill: async () => server?.kill(),
    start,
    stop: async () => {
      await server?.end()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function outside(url: string): Promise<MongoServer> {
  const notOurs = () => Promise.reject(new Error('the server of TEST_MONGODB_URI is not ours'))
  return {
    name: `TEST_MONGODB_URI, version ${await versionOf(url)}`,
    isFerret: false,
    url,
    newDatabase: databaseNames(),
    kill: notOurs,
    start: notOurs,
    stop: async () => undefined,
  }
}

function databaseNames(): () => string {
  let made = 0
  return () => `hitcraft_test_${process.pid}_${Date.now()}_${++made}`
}

function mongod(): string | undefined {
  const { MONGOD_BINARY, MONGODB_BINARY } = process.env
  const named = MONGOD_BINARY ?? MONGODB_BINARY
  return named !== undefined && existsSync(named) ? named : onPath('mongod')
}

function onPath(name: string): string | undefined {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/local/go/bin']
  return folders.map((folder) => join(folder, name)).find((file) => existsSync(file))
}

async function ferret(state: string, listen: string) {
  const { stdout } = await run(join(SOURCE, 'build.sh'))
  return () => ({ command: stdout.trim(), args: ['-listen', listen, '-state', state] })
}

async function answers(url: string): Promise<boolean> {
  const client = new MongoClient(url, { serverSelectionTimeoutMS: 500 })
  try {
    await client.db('admin').command({ ping: 1 })
    return true
  } catch {
    return false
  } finally {
    await client.close()
  }
}

async function versionOf(url: string): Promise<string> {
  const client = new MongoClient(url, { serverSelectionTimeoutMS: 5000 })
  try {
    const { version } = await client.db('admin').command({ buildInfo: 1 })
    return String(version)
  } finally {
    await client.close()
  }
}
