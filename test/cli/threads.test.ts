import { mkdtemp, rm, writeFile } from 'node:fs/promises'
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

  it('fit a narrow terminal', async () => {
    const { out } = await runHere(['threads', 'list'], { cwd, tty: true, columns: 80 })
    expect(out).toContain('Can you export the stems?')
    for (const line of out.split('\n')) expect(line.length).toBeLessThanOrEqual(80)
  })
})
