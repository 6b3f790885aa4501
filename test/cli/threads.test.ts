import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runHere } from './in-process.ts'

const LOG = ['Can you export the stems?', 'Can you master this song?']
  .map((asked) => ({
    messages: [
      { role: 'user', content: asked },
      { role: 'assistant', content: "I'm sorry, I can't export stems. That is not supported." },
      { role: 'user', content: 'This is useless, it does not work.' },
    ],
  }))
  .map((line) => `${JSON.stringify(line)}\n`)
  .join('')

describe('threads of a log that gives them no ids', () => {
  let cwd: string
  beforeAll(async () => {
    cwd = await mkdtemp(join(tmpdir(), 'hitcraft-cli-threads-'))
    await writeFile(join(cwd, 'log.jsonl'), LOG)
    await runHere(['import', 'log.jsonl'], { cwd })
    await runHere(['analyze'], { cwd })
  })
  afterAll(() => rm(cwd, { recursive: true, force: true }))

  it.each([
    ['a pipe', false],
    ['a terminal', true],
  ])('are listed on %s by ids that show takes', async (_, tty) => {
    for (const argv of [
      ['threads', 'list'],
      ['threads', 'search', 'stems'],
      ['report', '--format', 'text'],
    ]) {
      const { out } = await runHere(argv, { cwd, tty, columns: 80 })
      const [id = ''] = /h:\S+/u.exec(out) ?? []
      const shown = await runHere(['threads', 'show', id], { cwd })
      expect({ argv, id, exit: shown.exit }).toEqual({ argv, id, exit: 0 })
      expect(shown.out).toContain('That is not supported.')
    }
  })

  it('are reported in Markdown to a pipe, which says so first', async () => {
    const first = async (...argv: string[]) =>
      (await runHere(['report', ...argv], { cwd })).out.split('\n')[0]
    expect(await first()).toMatch(/^<!-- Markdown.*--format text/)
    expect(await first('--format', 'md')).toMatch(/^# /)
    expect(await first('--from', '2031-01-01')).toMatch(/^No thread fits/)
  })

  it('fit a narrow terminal', async () => {
    const { out } = await runHere(['threads', 'list'], { cwd, tty: true, columns: 80 })
    expect(out).toContain('Can you export the stems?')
    for (const line of out.split('\n')) expect(line.length).toBeLessThanOrEqual(80)
  })
})

describe('a store without threads', () => {
  let cwd: string
  beforeAll(async () => {
    cwd = await mkdtemp(join(tmpdir(), 'hitcraft-cli-no-threads-'))
  })
  afterAll(() => rm(cwd, { recursive: true, force: true }))

  it.each([
    [['threads', 'list']],
    [['threads', 'search', 'refund']],
    [['threads', 'search', '--like', 'my money back']],
    [['report']],
    [['report', '--format', 'text']],
    [['report', '--format', 'md']],
  ])('says what to do first: %j', async (argv) => {
    for (const tty of [true, false]) {
      const { exit, out } = await runHere(argv, { cwd, tty })
      expect({ exit, out }).toEqual({
        exit: 0,
        out: 'No threads. Read a log first: hitcraft import FILE\n',
      })
    }
  })

  it('has a report all the same in a file', async () => {
    await runHere(['report', '--format', 'md', '--out', 'report.md'], { cwd })
    expect(await readFile(join(cwd, 'report.md'), 'utf8')).toMatch(/^# /)
  })

  it('has a report all the same for a program', async () => {
    const { out } = await runHere(['report', '--json'], { cwd })
    expect(JSON.parse(out)).toHaveProperty('usage.threads', 0)
  })
})
