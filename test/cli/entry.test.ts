import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chmod, mkdir, mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { requireNode } from '../../src/require-node.ts'
import { ROOT, runCli } from './run-cli.ts'

const PLACES = ['/usr/bin/node', '/usr/local/bin/node']
const olderNode = PLACES.find((path) => existsSync(path) && majorOf(path) < 24)
const NO_OLDER = `no Node older than 24 is at ${PLACES.join(' or ')}`

function majorOf(node: string): number {
  return Number(/^v(\d+)/.exec(execFileSync(node, ['--version'], { encoding: 'utf8' }))?.[1])
}

let cwd: string
beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'hitcraft-entry-'))
})

describe('the entry', () => {
  it('says what to do on a Node that is too old', async (test) => {
    if (olderNode === undefined) return test.skip(NO_OLDER)
    const result = await runCli(['--help'], { cwd, node: olderNode })
    expect(result.exit).toBe(1)
    expect(result.err).toMatch(/needs Node\.js 24 or newer; this is v\d+/)
    expect(result.err).toContain('npm run -s hitcraft')
  })

  it('keeps what it compiled for its user alone, and nothing where others may write', async () => {
    const temp = join(cwd, 'temp')
    const folder = join(temp, `hitcraft-compiled-${userInfo().uid}`)
    await mkdir(temp)
    const start = () => runCli(['--help'], { cwd, env: { TMPDIR: temp } })
    expect(await start()).toMatchObject({ exit: 0, err: '' })
    expect((await stat(folder)).mode & 0o777).toBe(0o700)
    const kept = await readdir(folder)
    expect(kept).not.toEqual([])
    for (const name of kept) await rm(join(folder, name), { recursive: true })
    await chmod(folder, 0o777)
    expect(await start()).toMatchObject({ exit: 0, err: '' })
    expect(await readdir(folder)).toEqual([])
  })

  it('lists the verbs', async () => {
    const result = await runCli(['--help'], { cwd })
    expect(result).toMatchObject({ exit: 0, err: '' })
    for (const verb of ['import', 'analyze', 'report', 'migrate', 'verify', 'doctor', 'serve']) {
      expect(result.out).toContain(`  ${verb} `)
    }
  })

  it('shows examples for each verb', async () => {
    const result = await runCli(['import', '--help'], { cwd })
    expect(result.exit).toBe(0)
    expect(result.out).toMatch(/Examples:\n {2}hitcraft import /)
  })

  it.each([
    { args: [], why: 'Usage' },
    { args: ['imports'], why: 'no verb "imports"' },
    { args: ['import'], why: 'at least one file' },
    { args: ['import', '--colour'], why: '--colour' },
    { args: ['analyze', '--limit', 'few'], why: '--limit takes a whole number' },
    { args: ['threads', 'lisp'], why: 'list, show, search' },
    { args: ['migrate', '--from', 'file:.'], why: '--to is missing' },
    { args: ['report', '--format', 'pdf'], why: 'json, md, html' },
  ])('refuses $args as wrong usage', async ({ args, why }) => {
    const result = await runCli(args, { cwd })
    expect(result.exit).toBe(2)
    expect(result.err + result.out).toContain(why)
  })

  it.each([
    {
      env: { STORAGE_BACKEND: 'oracle' },
      why: 'STORAGE_BACKEND is "oracle"; allowed: file, postgres',
    },
    { env: { PORT: '80800' }, why: 'PORT is "80800"; allowed: a whole number from 0 to 65535' },
    { env: { HOST: '0.0.0.0' }, why: 'HOST is "0.0.0.0"; allowed: a loopback address' },
    { env: { LOG_LEVEL: 'loud' }, why: 'LOG_LEVEL is "loud"' },
  ])('stops at a wrong setting: $why', async ({ env, why }) => {
    const result = await runCli(['config'], { cwd, env })
    expect(result.exit).toBe(2)
    expect(result.err).toContain(why)
  })

  it('prints the settings with secrets masked and where they came from', async () => {
    const env = { STORAGE_BACKEND: 'postgres', DATABASE_URL: 'postgres://me:s3cret@localhost/x' }
    const result = await runCli(['config', '--json'], { cwd, env })
    expect(result.out).not.toContain('s3cret')
    expect(result.json()).toMatchObject({
      settings: {
        DATABASE_URL: { value: 'postgres://me:***@localhost/x', from: 'environment' },
        PORT: { value: '8096', from: 'default' },
      },
    })
  })
})

it('the library says what it needs, too', () => {
  expect(() => requireNode('20.20.2')).toThrow('needs Node.js 24 or newer; this is 20.20.2')
  expect(() => requireNode('24.0.0')).not.toThrow()
})

it('the library says so on a Node that is too old', async (test) => {
  if (olderNode === undefined) return test.skip(NO_OLDER)
  // Everything is linked before the first line runs, so no module may ask an old Node for what it lacks.
  const dist = await mkdtemp(join(ROOT, 'node_modules/.hitcraft-dist-'))
  try {
    const tsc = join(ROOT, 'node_modules/typescript/bin/tsc')
    execFileSync(process.execPath, [tsc, '-p', 'tsconfig.build.json', '--outDir', dist], {
      cwd: ROOT,
    })
    const { stderr } = spawnSync(olderNode, [join(dist, 'index.js')], { encoding: 'utf8' })
    expect(stderr).toContain('needs Node.js 24 or newer; this is')
    expect(stderr).not.toContain('SyntaxError')
  } finally {
    await rm(dist, { recursive: true })
  }
})
