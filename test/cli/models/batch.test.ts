import { spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { startModelDouble } from '../../services/models/model-double.ts'
import type { ModelDouble } from '../../services/models/model-double.ts'
import { plainReader } from '../../services/models/plain-reader.ts'
import { runHere } from '../in-process.ts'
import { BIN } from '../run-cli.ts'

/** Written for this test. */
const LOG = ['How long may a chorus be?', 'Name three keys that suit a sad song.']
  .map((content) =>
    JSON.stringify({
      messages: [
        { role: 'user', content },
        { role: 'assistant', content: 'That is up to you, mostly.' },
      ],
    }),
  )
  .join('\n')

let cwd: string
let double: ModelDouble
let isEnded = false

beforeEach(async () => {
  isEnded = false
  cwd = await mkdtemp(join(tmpdir(), 'hitcraft-batch-'))
  double = await startModelDouble(plainReader, () => ({ state: isEnded ? 'ended' : 'working' }))
  await writeFile(join(cwd, 'log.jsonl'), LOG)
  await runHere(['import', 'log.jsonl'], { cwd })
})

afterEach(async () => {
  await double.close()
  await rm(cwd, { recursive: true, force: true })
})

it('a run that is killed while it waits leaves its batch, and the next one collects it', async () => {
  const env = { ANALYZER: 'claude', ...double.settings }
  const run = (...argv: string[]) => runHere(argv, { cwd, env })
  const plan = (await run('analyze', '--batch', '--dry-run')).out
  expect(plan).toContain('by half of the list prices')
  expect(plan).toContain('24 hours')

  const killed = spawn(process.execPath, [BIN, 'analyze', '--batch'], {
    cwd,
    env: { PATH: process.env['PATH'] ?? '', HOME: cwd, ...env },
  })
  const gone = new Promise((resolve) => killed.once('exit', resolve))
  try {
    await expect.poll(() => double.looks, { timeout: 30_000 }).toBeGreaterThan(0)
  } finally {
    killed.kill('SIGKILL')
    await gone
  }
  const told = (await run('history')).out
  expect(told).toContain('Under way: a batch of 2 requests for 2 threads')
  expect(told).toContain('hitcraft analyze --analyzer claude --batch')
  expect((await run('history', '--json')).json()['batches']).toMatchObject([
    { status: 'submitted', requests: 2, threads: 2 },
  ])

  isEnded = true
  const done = await run('analyze', '--batch', '--json')
  expect(done.json()).toMatchObject({ analyzed: 2, pending: 0, status: 'done', batches: [] })
  expect(done.exit).toBe(0)
  expect(double.batches).toHaveLength(1)
  expect(double.billed).toHaveLength(2)
})
