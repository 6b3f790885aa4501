import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import { loadConfig, SETTINGS } from '../../src/config.ts'
import { startServer } from '../../src/http/server.ts'
import { ROOT } from '../cli/run-cli.ts'

const Service = z.object({
  profiles: z.array(z.string()).length(1),
  network_mode: z.string().optional(),
  environment: z.record(z.string(), z.coerce.string()).default({}),
  ports: z.array(z.string()).default([]),
  volumes: z.array(z.string()).default([]),
  depends_on: z.record(z.string(), z.object({ condition: z.string() })).default({}),
  healthcheck: z.object({ test: z.array(z.string()).optional() }),
})
const Compose = z.object({
  services: z.record(z.string(), Service),
  volumes: z.record(z.string(), z.null()),
})

const read = (file: string) => readFileSync(join(ROOT, file), 'utf8')
const { services, volumes } = Compose.parse(parse(read('compose.yaml'), { merge: true }))
const dockerfile = read('Dockerfile')

/** The value as it is when the environment sets nothing. */
const unset = (value: string) => value.replace(/\$\{\w+:-([^}]*)\}/g, '$1').replaceAll('$$', '$')

const apps = Object.entries(services)
  .filter(([name]) => name.startsWith('hitcraft-'))
  .map(([name, service]) => ({
    name,
    service,
    backend: service.environment['STORAGE_BACKEND'] ?? '',
  }))

/** The backends that settings know, from the list that a wrong one is answered with. */
const BACKENDS = knownBackends()

function knownBackends(): readonly string[] {
  try {
    loadConfig({ env: { STORAGE_BACKEND: '-' }, cwd: tmpdir() })
  } catch (error) {
    return /allowed: (.+)$/.exec(String(error))?.[1]?.split(', ') ?? []
  }
  return []
}

describe('compose.yaml', () => {
  it('has a profile for every backend', () => {
    expect(BACKENDS).toContain('file')
    expect(apps.map(({ backend }) => backend)).toEqual(expect.arrayContaining([...BACKENDS]))
    for (const { name, service, backend } of apps) {
      expect([name, ...service.profiles]).toEqual([`hitcraft-${backend}`, backend])
    }
  })

  it.each(apps)('has the settings of the backend for $name', ({ service, backend }) => {
    const known = [...Object.keys(SETTINGS), 'PGPASSWORD']
    expect(known).toEqual(expect.arrayContaining(Object.keys(service.environment)))
    const env = Object.fromEntries(
      Object.entries(service.environment).map(([key, value]) => [
        key,
        unset(value.replace(/\$\{\w+_(?:PASSWORD|KEY):-\}/, 'c2VjcmV0')),
      ]),
    )
    const config = loadConfig({ env, cwd: tmpdir() })
    expect([config.store.kind, config.host]).toEqual([backend, '127.0.0.1'])
  })

  it('holds no secret', () => {
    const secrets = Object.values(services)
      .flatMap(({ environment }) => Object.entries(environment))
      .flatMap(([key, value]) =>
        /PASSWORD$|SECRET_ACCESS_KEY$/.test(key)
          ? [value]
          : [...value.matchAll(/(?:AccountKey=|hitcraft:)([^;@]+)(?=[;@]|$)/g)].map(([, it]) => it),
      )
    expect(secrets).toHaveLength(10)
    for (const secret of secrets) expect(secret).toMatch(/^\$\{\w+:-\}$/)
  })

  it('can be reached from this machine alone', () => {
    const all = Object.entries(services)
    // With the host's network nothing is published: the program's own check of HOST holds there.
    const onHost = all.filter(([, service]) => service.network_mode === 'host')
    expect(onHost.flatMap(([, { ports }]) => ports)).toEqual([])
    expect(onHost.map(([name]) => name)).toEqual(
      expect.arrayContaining(apps.map((app) => app.name)),
    )
    for (const port of all.flatMap(([, { ports }]) => ports)) expect(port).toMatch(/^127\.0\.0\.1:/)
  })

  it('waits for what it needs, and keeps its data in named volumes', () => {
    for (const service of Object.values(services)) {
      for (const [name, { condition }] of Object.entries(service.depends_on)) {
        const other = services[name]
        expect(other?.profiles).toEqual(service.profiles)
        const isChecked = other?.healthcheck.test !== undefined
        expect(condition).toBe(isChecked ? 'service_healthy' : 'service_completed_successfully')
      }
      for (const volume of service.volumes)
        expect(volumes).toHaveProperty([volume.split(':')[0] ?? ''])
    }
  })
})

describe('the Dockerfile', () => {
  it('copies what is there and what .dockerignore lets through', () => {
    const allowed = [...read('.dockerignore').matchAll(/^!(.+)$/gm)].map(([, path]) => path ?? '')
    const sources = [...dockerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, paths]) =>
      (paths ?? '').split(' '),
    )
    expect(sources.length).toBeGreaterThan(8)
    expect(sources.filter((path) => !existsSync(join(ROOT, path)))).toEqual([])
    const isAllowed = (path: string) => allowed.some((one) => `${path}/`.startsWith(`${one}/`))
    expect(sources.filter((path) => !isAllowed(path))).toEqual([])
  })

  it('runs as a user without rights', () => {
    expect([...dockerfile.matchAll(/^USER (.+)$/gm)].at(-1)?.[1]).toBe('1000:1000')
  })
})

describe('the health check', () => {
  const [, command = '[]'] = /^HEALTHCHECK [^\n]*\\\n +CMD (.+)$/m.exec(dockerfile) ?? []
  const [node = '', ...rest] = z.array(z.string()).parse(JSON.parse(command))
  let folder: string

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'hitcraft-container-'))
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))

  async function exitOf(port: string): Promise<number | null> {
    const child = spawn(process.execPath, rest, { env: { PORT: port }, stdio: 'ignore' })
    await once(child, 'exit')
    return child.exitCode
  }

  it('is the same in the image and in compose.yaml', () => {
    for (const { service } of apps) {
      expect(service.healthcheck.test).toEqual(['CMD', node, ...rest])
    }
  })

  it('passes while the server runs and fails when it does not', async () => {
    const env = { PORT: '0', LOG_LEVEL: 'silent' }
    const server = await startServer(loadConfig({ env, cwd: folder }))
    const { port } = new URL(server.url)
    const running = await exitOf(port)
    await server.close()
    expect([running, await exitOf(port)]).toEqual([0, 1])
  })
})
