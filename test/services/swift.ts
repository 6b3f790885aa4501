import { execFile } from 'node:child_process'
import { closeSync, existsSync, openSync } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { answersHttp, freePort, startProcess, untilReady } from './process.ts'
import type { ServerProcess } from './process.ts'

const run = promisify(execFile)

/** Debian's packages of it. */
export const SWIFT_PACKAGES = ['swift-proxy', 'swift-account', 'swift-container', 'swift-object']

/** OpenStack Swift with its S3 interface, which answers 501 to a condition on a write. */
export interface SwiftServer {
  readonly name: string
  readonly endpoint: string
  readonly accessKeyId: string
  readonly secretAccessKey: string
  stop(): Promise<void>
}

/** Why it cannot be had on this machine; undefined when it can. */
export function whyNotSwift(): string | undefined {
  return existsSync('/usr/bin/swift-proxy-server')
    ? undefined
    : `OpenStack Swift is not installed (apt-get install ${SWIFT_PACKAGES.join(' ')})`
}

/** A cache, without which the proxy asks for account and container at each request, and rings. */
const PARTS = join(import.meta.dirname, 'swift-parts')
const KINDS = ['account', 'container', 'object'] as const

export async function startSwift(): Promise<SwiftServer> {
  const folder = await mkdtemp(join(tmpdir(), 'hitcraft-swift-'))
  const path = (...names: string[]) => join(folder, ...names)
  await mkdir(path('devices', 'd1'), { recursive: true })
  await writeFile(path('swift.conf'), '[swift-hash]\nswift_hash_path_suffix = tests\n')
  const user = await run('id', ['-un']).then(({ stdout }) => stdout.trim())
  const base = [`swift_dir = ${folder}`, `user = ${user}`, 'bind_ip = 127.0.0.1', 'workers = 1']
  const env = { PYTHONPATH: PARTS, PYTHONDONTWRITEBYTECODE: '1' }
  const servers: ServerProcess[] = []
  const begin = (program: string, conf: string) => {
    const log = openSync(path(`${conf}.out`), 'a')
    const server = startProcess(`/usr/bin/${program}`, [path(conf)], { cwd: folder, log, env })
    closeSync(log)
    servers.push(server)
    return server
  }
  const ports = { account: await freePort(), container: await freePort(), object: await freePort() }
  const parts: { readonly kind: (typeof KINDS)[number]; readonly server: ServerProcess }[] = []
  const rings = KINDS.map((kind) => `${kind}=${ports[kind]}`)
  await run('/usr/bin/python3', [join(PARTS, 'make_rings.py'), folder, ...rings])
  for (const kind of KINDS) {
    const settings = [...base, `bind_port = ${ports[kind]}`, `devices = ${path('devices')}`]
    const more = ['mount_check = false', 'fallocate_reserve = 0']
    await writeFile(
      path(`${kind}.conf`),
      `[DEFAULT]\n${[...settings, ...more].join('\n')}\n` +
        `[pipeline:main]\npipeline = ${kind}-server\n[app:${kind}-server]\nuse = egg:swift#${kind}\n`,
    )
    parts.push({ kind, server: begin(`swift-${kind}-server`, `${kind}.conf`) })
  }
  const port = await freePort()
  const pipeline = 'catch_errors proxy-logging cache s3api tempauth proxy-logging proxy-server'
  const sections = {
    DEFAULT: [...base, `bind_port = ${port}`],
    'pipeline:main': [`pipeline = ${pipeline}`],
    'app:proxy-server': ['use = egg:swift#proxy', 'account_autocreate = true'],
    'filter:catch_errors': ['use = egg:swift#catch_errors'],
    'filter:proxy-logging': ['use = egg:swift#proxy_logging'],
    'filter:cache': ['paste.filter_factory = memory_cache:filter_factory'],
    'filter:tempauth': ['use = egg:swift#tempauth', 'user_test_tester = testing .admin'],
    'filter:s3api': ['use = egg:swift#s3api', 'location = us-east-1'],
  }
  await writeFile(
    path('proxy.conf'),
    Object.entries(sections)
      .map(([name, lines]) => `[${name}]\n${lines.join('\n')}\n`)
      .join('\n'),
  )
  const proxy = begin('swift-proxy-server', 'proxy.conf')
  // A proxy that answers before those behind it do says 503 to what is asked first.
  for (const { kind, server } of parts) {
    await untilReady(
      `OpenStack Swift's ${kind} server`,
      () => answersHttp(`http://127.0.0.1:${ports[kind]}`),
      {
        process: server,
        log: path(`${kind}.conf.out`),
      },
    )
  }
  const endpoint = `http://127.0.0.1:${port}`
  await untilReady('OpenStack Swift', () => answersHttp(endpoint), {
    process: proxy,
    log: path('proxy.conf.out'),
  })
  return {
    name: 'OpenStack Swift',
    endpoint,
    accessKeyId: 'test:tester',
    secretAccessKey: 'testing',
    stop: async () => {
      await Promise.all(servers.map((server) => server.kill()))
      await rm(folder, { recursive: true, force: true })
    },
  }
}
