import { spawnSync } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openFileStore } from '../../src/storage/objects/file/file-chat-store.ts'
import { foldersUnder } from '../../src/storage/backends/folders.ts'
import { say, threadOf } from '../conformance/check.ts'
import { runHere } from './in-process.ts'
import { BIN } from './run-cli.ts'

let cwd: string
beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'hitcraft-around-'))
  const store = await openFileStore(foldersUnder(join(cwd, 's')))
  await store.mergeThreads([threadOf({ id: 'T1', messages: [say('hello', { id: 'm', time: 1 })] })])
  await store.close()
  await writeFile(join(cwd, 'file'), 'a file')
  await mkdir(join(cwd, 'env/.env'), { recursive: true })
  await symlink('circle', join(cwd, 'circle'))
})
afterAll(() => rm(cwd, { recursive: true, force: true }))

const STORE = ['--store', 'file:./s']
const WORDS = 'a line that is no log'

describe('what is wrong around the program is told by its name, and is no defect of it', () => {
  it.each([
    { argv: ['report', ...STORE, '--out', 'file/r.md'], names: /--out/ },
    { argv: ['report', ...STORE, '--out', 'circle'], names: /circle/ },
    { argv: ['report', ...STORE, '--out', '/dev/full'], names: /NO_SPACE/ },
    { argv: ['report', ...STORE, '--out', 'x'.repeat(300)], names: /--out/ },
    { argv: ['threads', 'export', ...STORE, '--out', 'file/t.jsonl'], names: /--out/ },
    { argv: ['threads', 'export', ...STORE, '--out', '/dev/full'], names: /NO_SPACE/ },
    {
      argv: ['migrate', '--from', 'file:./s', '--to', 'file:./t', '--receipt', 'file/r'],
      names: /--receipt/,
    },
    {
      argv: ['migrate', '--from', 'file:./s', '--to', 'file:./t', '--receipt', '/dev/full'],
      names: /NO_SPACE/,
    },
    { argv: ['verify', '--receipt', 'none', '--to', 'file:./s'], names: /none/ },
    { argv: ['threads', 'list', '--store', 'file:./file'], names: /file:.*is no folder/ },
    { argv: ['threads', 'list', '--store', 'file:./file/below'], names: /file:.*is no folder/ },
    { argv: ['threads', 'list'], env: { DATA_FOLDER: './file' }, names: /DATA_FOLDER/ },
    { argv: ['import', '-'], env: { THREADS_FOLDER: './file/x' }, names: /THREADS_FOLDER/ },
    { argv: ['import', '-'], env: { TEMP_FOLDER: './file' }, names: /TEMP_FOLDER/ },
    { argv: ['import', '-'], env: { TEMP_FOLDER: './file/x' }, names: /TEMP_FOLDER/ },
    {
      argv: ['threads', 'delete', 'T1', '--yes'],
      env: { RESULTS_FOLDER: './file' },
      names: /RESULTS_FOLDER/,
    },
    { argv: ['serve'], env: { UPLOAD_FOLDER: './file' }, names: /UPLOAD_FOLDER/ },
    { argv: ['doctor'], env: { RESULTS_FOLDER: './file' }, names: /file is no folder/ },
    { argv: ['config'], folder: 'env', names: /\.env/ },
  ])('$argv $env', async ({ argv, env = {}, folder = '.', names }) => {
    const ran = await runHere(argv, { cwd: join(cwd, folder), env, input: WORDS })
    expect(ran.err + ran.out).toMatch(names)
    expect(ran.err).not.toMatch(/INTERNAL|^ +at /m)
    expect([1, 2]).toContain(ran.exit)
  })

  it('a full disk behind standard output, and a device named as a file', async () => {
    const run = (...argv: string[]) => {
      const sh = `"${process.execPath}" "${BIN}" ${argv.join(' ')}`
      return spawnSync('sh', ['-c', sh], {
        cwd,
        encoding: 'utf8',
        env: { PATH: process.env['PATH'] },
      })
    }
    const full = run('report --store file:./s > /dev/full')
    expect(full.status).toBe(1)
    expect(full.stderr).toContain('NO_SPACE')
    expect(full.stderr).not.toContain('INTERNAL')
    const cut = run('threads export --store file:./s | true')
    expect(cut.stderr).toBe('')
    const json = run('report --store file:./s --format json --json --out /dev/stdout')
    expect(JSON.parse(json.stdout)).toHaveProperty('sections')
    const [here, named] = ['', '--out /dev/stdout'].map((out) =>
      run(`report --store file:./s ${out}`),
    )
    expect(here?.stdout).toMatch(/^<!-- Markdown/)
    expect(named?.stdout.split('\n')[0]).toBe(here?.stdout.split('\n')[0])
    const written = run('threads export --store file:./s --out /dev/stdout > out.jsonl')
    expect(written.status).toBe(0)
    expect(JSON.parse(await readFile(join(cwd, 'out.jsonl'), 'utf8'))).toHaveProperty('id', 'T1')
  })
})
