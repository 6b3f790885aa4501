import { spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ImportRecord } from '../../src/domain/import-record.ts'
import { openChatStore } from '../../src/storage/open-chat-store.ts'
import { parseStoreUrl } from '../../src/storage/parse-store-url.ts'
import { jsonExport } from '../importers/exports.ts'
import { packZip } from '../importers/pack.ts'
import { runHere } from './in-process.ts'
import { BIN } from './run-cli.ts'

const PATIENCE = 120_000

let cwd: string
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'hitcraft-import-'))
  writeFileSync(join(cwd, 'good.json'), jsonExport())
  writeFileSync(join(cwd, 'empty.json'), '')
  writeFileSync(join(cwd, 'other.json'), '{"some": "thing"}')
})
afterEach(() => rmSync(cwd, { recursive: true, force: true }))

async function records(): Promise<readonly ImportRecord[]> {
  const store = await openChatStore(parseStoreUrl('file:.', cwd))
  try {
    return await store.listRecords('import', { limit: 100 })
  } finally {
    await store.close()
  }
}

async function until(isSo: () => boolean): Promise<void> {
  for (const end = Date.now() + PATIENCE; !isSo(); await delay(5)) {
    expect(Date.now()).toBeLessThan(end)
  }
}

interface ImportDocument {
  readonly imports: readonly { file: string; status: string; error?: { code: string } }[]
  readonly errors?: readonly { file: string; code: string }[]
}

describe('import', () => {
  it.each([
    [['good.json'], 0, ['done'], []],
    [
      ['empty.json', 'good.json', 'nothing.json', 'other.json'],
      3,
      ['done'],
      ['INVALID_INPUT', 'NOT_FOUND', 'UNKNOWN_FORMAT'],
    ],
    [['empty.json', 'nothing.json'], 1, [], ['INVALID_INPUT', 'NOT_FOUND']],
  ])('of %s exits with %d and lists what was done', async (files, exit, done, failed) => {
    const run = await runHere(['import', ...files, '--json'], { cwd })
    expect(run.exit, run.err).toBe(exit)
    const { imports, errors = [] } = JSON.parse(run.out) as ImportDocument
    expect(imports.map(({ status }) => status)).toEqual(done)
    expect(errors.map(({ code }) => code)).toEqual(failed)
  })

  it('of a folder reads every log in it, and names what is none without a record of it', async () => {
    const logs = join(cwd, 'logs')
    mkdirSync(join(logs, 'deep', '.git'), { recursive: true })
    mkdirSync(join(logs, 'old', 'organized_threads'), { recursive: true })
    const wanted = ['a.json', 'deep/b.json']
    for (const name of [...wanted, 'deep/.git/c.json', 'old/organized_threads/d.json']) {
      writeFileSync(join(logs, name), jsonExport())
    }
    writeFileSync(join(logs, 'README.md'), 'how to read these')
    writeFileSync(join(logs, 'empty.txt'), '')
    const run = await runHere(['import', 'logs/', '--json'], { cwd })
    expect(run.exit, run.err).toBe(0)
    const { imports, passedOver } = run.json()
    expect(imports).toMatchObject(wanted.map((name) => ({ file: `logs/${name}`, status: 'done' })))
    expect(passedOver).toMatchObject([
      { file: 'logs/deep/.git', what: 'hidden' },
      { file: 'logs/empty.txt', what: 'empty' },
      { file: 'logs/old', what: 'the folder of a store' },
      { file: 'logs/README.md' },
    ])
    expect(await records()).toHaveLength(2)
    const told = await runHere(['import', 'logs'], { cwd })
    expect(told.out).toMatch(/^2 logs read; [\d,]+ messages in all; threads: 0 added/m)
    expect(told.out).toMatch(/^4 files are no logs and were passed over:$/m)
  })

  it('of an empty folder says what was looked for, and reads the others', async () => {
    mkdirSync(join(cwd, 'nothing', 'within'), { recursive: true })
    const alone = await runHere(['import', 'nothing'], { cwd })
    expect(alone).toMatchObject({ exit: 1, out: '' })
    expect(alone.err).toContain('nothing: holds no file (NOT_FOUND)\n  Looked for was every file')
    const beside = await runHere(['import', 'nothing', 'good.json', '--json'], { cwd })
    expect(beside.exit).toBe(3)
    expect((JSON.parse(beside.out) as ImportDocument).errors).toMatchObject([{ file: 'nothing' }])
  })

  it('of - reads standard input, whatever a folder is called, and says what comes next', async () => {
    mkdirSync(join(cwd, '-'))
    writeFileSync(join(cwd, '-', 'other.json'), jsonExport())
    const ran = await runHere(['import', '-', '--store', 'file:./s'], { cwd, input: jsonExport() })
    expect(ran).toMatchObject({
      exit: 0,
      out: expect.stringMatching(/^-: hitcraft-json/) as unknown,
    })
    expect(ran.err).toMatch(/^Next: .* analyze --store file:\.\/s$/m)
  })

  it('of a folder without a log fails, and that of a store is refused', async () => {
    mkdirSync(join(cwd, 'none'))
    writeFileSync(join(cwd, 'none', 'a.md'), 'nothing')
    expect((await runHere(['import', 'none'], { cwd })).exit).toBe(1)
    mkdirSync(join(cwd, 'other', 'organized_threads'), { recursive: true })
    const refused = await runHere(['import', 'other'], { cwd })
    expect(refused).toMatchObject({ exit: 2 })
    expect(refused.err).toContain('hitcraft import legacy:other')
  })

  it('says once what many files have in common, and sums up', async () => {
    const files = Array.from({ length: 9 }, (_, n) => `other${n}.json`)
    for (const file of files) writeFileSync(join(cwd, file), '{"some": "thing"}')
    const { out, err } = await runHere(['import', 'good.json', ...files], { cwd })
    expect(err.match(/Known are:/g)).toHaveLength(1)
    expect(err.match(/UNKNOWN_FORMAT/g)).toHaveLength(3)
    expect(err).toContain('The same of 6 more (other3.json, other4.json')
    expect(out).toMatch(/^1 log read, 9 files could not be; /m)
  })

  it('of a zip lists each member, and the one that could not be read with why', async () => {
    const content = jsonExport()
    const zip = packZip([
      { name: 'a.json', content },
      { name: 'b.json', content, flags: 1 },
      { name: 'c.json', content },
    ])
    writeFileSync(join(cwd, 'all.zip'), zip)
    const run = await runHere(['import', 'all.zip', '--json'], { cwd })
    expect(run.exit).toBe(3)
    const { imports } = JSON.parse(run.out) as ImportDocument
    expect(imports.map(({ file, status, error }) => [file, status, error?.code])).toEqual([
      ['all.zip/a.json', 'done', undefined],
      ['all.zip/c.json', 'done', undefined],
      ['all.zip/b.json', 'failed', 'INVALID_INPUT'],
    ])
    const told = await runHere(['import', 'all.zip'], { cwd })
    expect(told.err).toContain('all.zip/b.json is protected by a password (INVALID_INPUT)')
    expect((await records()).filter(({ status }) => status === 'failed')).toHaveLength(2)
  })

  it(
    'of standard input leaves no copy, however it ends',
    async () => {
      const run = await runHere(['import', '-', '--json'], { cwd, input: jsonExport() })
      expect(run.exit, run.err).toBe(0)
      expect((await runHere(['import', '-'], { cwd, input: 'nothing known' })).exit).toBe(1)
      const temp = join(cwd, 'temp_chunks')
      for (const [signal, exit] of [
        ['SIGINT', 130],
        ['SIGKILL', null],
      ] as const) {
        expect(readdirSync(temp)).toEqual([])
        rmSync(temp, { recursive: true })
        const child = spawn(process.execPath, [BIN, 'import', '-'], { cwd, stdio: 'pipe' })
        const ended = once(child, 'exit')
        child.stdin.write(jsonExport())
        await until(() => existsSync(temp))
        child.kill(signal)
        expect((await ended)[0]).toBe(exit)
      }
      // A kill may come before the name is gone; then nothing is in it yet.
      expect(readdirSync(temp).filter((name) => statSync(join(temp, name)).size > 0)).toEqual([])
    },
    PATIENCE,
  )

  it(
    'that was killed is settled by the next one, and goes on',
    async () => {
      const lines = Array.from({ length: 1500 }, (_, n) =>
        JSON.stringify({
          _id: `m${n}`,
          threadId: `t${n}`,
          role: 'user',
          content: `${n} ${'word '.repeat(400)}`,
        }),
      )
      writeFileSync(join(cwd, 'large.json'), lines.join('\n'))
      const child = spawn(process.execPath, [BIN, 'import', 'large.json'], { cwd, stdio: 'ignore' })
      const ended = once(child, 'exit')
      const log = join(cwd, 'data/log/1.log')
      await until(() => existsSync(log) && statSync(log).size > 300_000)
      child.kill('SIGKILL')
      await ended
      const [left] = await records()
      expect(left).toMatchObject({ status: 'reading', owner: expect.any(String) as string })
      const run = await runHere(['import', 'large.json', '--json'], { cwd })
      expect(run.exit, run.err).toBe(0)
      const [settled, done] = await records()
      expect(settled).toMatchObject({ status: 'interrupted', added: left?.added })
      expect(settled?.notes.join()).toContain('ended without a word')
      expect(done).toMatchObject({ status: 'done', messages: 1500, notes: [] })
      expect([settled?.owner, done?.owner]).toEqual([undefined, undefined])
    },
    PATIENCE,
  )
})
