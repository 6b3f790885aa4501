import { execFile } from 'node:child_process'
import { copyFile, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ROOT } from '../cli/run-cli.ts'
import { startModelDouble } from '../services/models/model-double.ts'
import { plainReader } from '../services/models/plain-reader.ts'

const run = promisify(execFile)
const wanted = process.env['CI'] === 'true' || process.env['TEST_LONG'] === '1'

/** One message, written for this test. */
const EXPORT = JSON.stringify([
  {
    _id: { $oid: '67cf2a1b9d3e4f5061728301' },
    threadId: { $oid: '67cf2a1b9d3e4f5061728394' },
    role: 'user',
    content: 'How do I make the chorus wider?',
    createdAt: { $date: '2025-03-10T18:15:20.000Z' },
  },
])

describe.skipIf(!wanted)('the package (skipped unless CI=true: installs from the registry)', () => {
  let project: string
  const compiler = join(ROOT, 'node_modules/typescript/bin/tsc')

  beforeAll(async () => {
    project = await mkdtemp(join(tmpdir(), 'hitcraft-package-'))
    // Whoever has just built what is packed says so: building takes away for a while the page that other tests show.
    const built = process.env['HITCRAFT_BUILT'] === '1' ? ['--ignore-scripts'] : []
    const packing = ['pack', '--json', ...built, '--pack-destination', project]
    const pack = await run('npm', packing, { cwd: ROOT })
    const [{ filename }] = JSON.parse(pack.stdout.slice(pack.stdout.indexOf('['))) as [
      { filename: string },
    ]
    await writeFile(join(project, 'package.json'), '{"name":"user","type":"module","private":true}')
    await run('npm', ['install', join(project, filename), '@types/node@24'], { cwd: project })
    await copyFile(join(ROOT, 'test/package/example.ts'), join(project, 'example.ts'))
    await writeFile(join(project, 'export.json'), EXPORT)
  }, 240_000)

  afterAll(() => rm(project, { recursive: true, force: true }))

  it('type-checks with every strict option', async () => {
    const flags = ['--strict', '--module', 'nodenext', '--target', 'es2024', '--types', 'node']
    const checked = await run(process.execPath, [compiler, '--noEmit', ...flags, 'example.ts'], {
      cwd: project,
    })
    expect(checked.stdout).toBe('')
  })

  it('does the README example', async () => {
    const done = await run(process.execPath, ['example.ts'], { cwd: project })
    expect(done.stdout).toMatch(/^1 analyzed\n/)
    const reports = await readdir(join(project, 'chats/analysis_results'))
    expect(reports).toContain('report-from-2025-03-01.html')
  })

  it('has a command', async () => {
    const bin = join(project, 'node_modules/.bin/hitcraft')
    const done = await run(process.execPath, [bin, '--version'], { cwd: project })
    const { version } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8')) as {
      version: string
    }
    expect(done.stdout.trim()).toBe(version)
  })

  it('asks models by the SDKs that are built into it', async () => {
    const double = await startModelDouble(plainReader)
    try {
      const bin = join(project, 'node_modules/.bin/hitcraft')
      const hitcraft = (...args: string[]) =>
        run(process.execPath, [bin, ...args], {
          cwd: project,
          env: { PATH: process.env['PATH'] ?? '', HOME: project, ...double.settings },
        })
      await hitcraft('import', 'export.json', '--store', 'file:./asked')
      for (const name of ['claude', 'openai']) {
        const done = await hitcraft('analyze', '--analyzer', name, '--store', 'file:./asked')
        expect(done.stdout).toMatch(/^1 thread analyzed/)
      }
      expect(double.billed.map(({ wire }) => wire)).toEqual(['anthropic', 'openai'])
      const installed = await readdir(join(project, 'node_modules'))
      expect(installed.filter((name) => /^(?:openai|@anthropic-ai)$/.test(name))).toEqual([])
    } finally {
      await double.close()
    }
  })

  // 12 of them are the encoder's table.
  it('takes less than 175 MB', async () => {
    const size = await run('du', ['-sm', 'node_modules'], { cwd: project })
    expect(Number.parseInt(size.stdout, 10)).toBeLessThan(175)
  })
})
