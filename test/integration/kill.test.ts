import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { BIN, ROOT, runCli } from '../cli/run-cli.ts'

const EXPORTS = ['2025-03-10/hitcraft-export.txt', '2025-03-11/hitcraft-export.json'].map((file) =>
  join(ROOT, 'samples', file),
)
const KILLS = process.env['TEST_LONG'] === '1' ? 25 : 4

/** Numbers in [0, 1), the same in every run (mulberry32). */
function randomNumbers(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

/** Starts the command and kills it after a while, unless it ends before. */
async function runAndKill(args: readonly string[], cwd: string, afterMs: number): Promise<void> {
  const child = spawn(process.execPath, [BIN, ...args], { cwd, stdio: 'ignore' })
  const ended = once(child, 'exit')
  await Promise.race([ended, delay(afterMs)])
  child.kill('SIGKILL')
  await ended
}

async function contentOf(cwd: string, store = 'file:.') {
  const threads = await runCli(['threads', 'export', '--store', store], { cwd })
  const report = await runCli(['report', '--json', '--store', store], { cwd })
  expect([threads.exit, report.exit], threads.err + report.err).toEqual([0, 0])
  return { threads: threads.out, report: report.out }
}

describe('file: kill -9', () => {
  let calm: string
  let undisturbed: Awaited<ReturnType<typeof contentOf>>
  let took: { import: number; analyze: number; migrate: number }

  beforeAll(async () => {
    calm = await mkdtemp(join(tmpdir(), 'hitcraft-calm-'))
    const timed = async (...args: string[]) => {
      const start = performance.now()
      const result = await runCli(args, { cwd: calm })
      expect(result.exit, result.err).toBe(0)
      return performance.now() - start
    }
    took = {
      import: await timed('import', ...EXPORTS),
      analyze: await timed('analyze'),
      migrate: await timed('migrate', '--from', 'file:.', '--to', 'file:./moved'),
    }
    undisturbed = await contentOf(calm)
  }, 120_000)

  afterAll(() => rm(calm, { recursive: true, force: true }))

  it(`of imports and analyses loses nothing: run again, they end as if undisturbed`, async () => {
    const random = randomNumbers(20250310)
    for (let round = 0; round < KILLS; round++) {
      const cwd = await mkdtemp(join(tmpdir(), 'hitcraft-kill-'))
      await runAndKill(['import', ...EXPORTS], cwd, random() * took.import)
      const again = await runCli(['import', ...EXPORTS], { cwd })
      expect(again.exit, again.err).toBe(0)
      await runAndKill(['analyze'], cwd, random() * took.analyze)
      expect((await runCli(['analyze'], { cwd })).exit).toBe(0)
      expect(await contentOf(cwd)).toEqual(undisturbed)
      await rm(cwd, { recursive: true })
    }
  }, 600_000)

  it('of a migration loses nothing: run again, the target is equal', async () => {
    const random = randomNumbers(7)
    for (let round = 0; round < KILLS; round++) {
      const to = `file:./moved-${round}`
      await runAndKill(['migrate', '--from', 'file:.', '--to', to], calm, random() * took.migrate)
      const again = await runCli(['migrate', '--from', 'file:.', '--to', to], { cwd: calm })
      expect(again.exit, again.err).toBe(0)
      const verified = await runCli(['verify', '--from', 'file:.', '--to', to, '--json'], {
        cwd: calm,
      })
      expect(verified.json()).toMatchObject({ equal: true, differences: [] })
    }
  }, 600_000)

  it('is not needed for trouble: two imports of one file at once lose nothing', async () => {
    const cwd = await mkdtemp(join(tmpdir(), 'hitcraft-two-'))
    const both = await Promise.all([
      runCli(['import', ...EXPORTS], { cwd }),
      runCli(['import', ...EXPORTS], { cwd }),
    ])
    expect(both.map(({ exit, err }) => [exit, exit === 0 ? '' : err])).toEqual([
      [0, ''],
      [0, ''],
    ])
    expect((await runCli(['analyze'], { cwd })).exit).toBe(0)
    expect(await contentOf(cwd)).toEqual(undisturbed)
    await rm(cwd, { recursive: true })
  }, 120_000)
})
