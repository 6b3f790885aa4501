import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { BIN, ROOT, runCli } from '../cli/run-cli.ts'
import { startPostgres, whyNotPostgres } from '../services/postgres.ts'
import type { PostgresServer } from '../services/postgres.ts'

const EXPORTS = ['2025-03-10/hitcraft-export.txt', '2025-03-11/hitcraft-export.json'].map((file) =>
  join(ROOT, 'samples', file),
)
const KILLS = process.env['TEST_LONG'] === '1' ? 25 : 3

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

async function contentOf(cwd: string, store: string) {
  const threads = await runCli(['threads', 'export', '--store', store], { cwd })
  const report = await runCli(['report', '--json', '--store', store], { cwd })
  expect([threads.exit, report.exit], threads.err + report.err).toEqual([0, 0])
  return { threads: threads.out, report: report.out }
}

interface Place {
  /** A new, empty store, as `--store` names it. */
  readonly fresh: () => Promise<string>
}

/** What a kill must not lose, on any backend. */
function surviveKills(place: Place): void {
  let cwd: string
  let calm: string
  let undisturbed: Awaited<ReturnType<typeof contentOf>>
  let took: { import: number; analyze: number; migrate: number }

  beforeAll(async () => {
    cwd = await mkdtemp(join(tmpdir(), 'hitcraft-kill-'))
    calm = await place.fresh()
    const timed = async (...args: string[]) => {
      const start = performance.now()
      const result = await runCli(args, { cwd })
      expect(result.exit, result.err).toBe(0)
      return performance.now() - start
    }
    took = {
      import: await timed('import', ...EXPORTS, '--store', calm),
      analyze: await timed('analyze', '--store', calm),
      migrate: await timed('migrate', '--from', calm, '--to', await place.fresh()),
    }
    undisturbed = await contentOf(cwd, calm)
  }, 120_000)

  afterAll(() => rm(cwd, { recursive: true, force: true }))

  it('of imports and analyses loses nothing: run again, they end as if undisturbed', async () => {
    const random = randomNumbers(20250310)
    for (let round = 0; round < KILLS; round++) {
      const store = await place.fresh()
      const importing = ['import', ...EXPORTS, '--store', store]
      await runAndKill(importing, cwd, random() * took.import)
      const again = await runCli(importing, { cwd })
      expect(again.exit, again.err).toBe(0)
      await runAndKill(['analyze', '--store', store], cwd, random() * took.analyze)
      expect((await runCli(['analyze', '--store', store], { cwd })).exit).toBe(0)
      expect(await contentOf(cwd, store)).toEqual(undisturbed)
    }
  }, 600_000)

  it('of a migration loses nothing: run again, the target is equal', async () => {
    const random = randomNumbers(7)
    for (let round = 0; round < KILLS; round++) {
      const moving = ['migrate', '--from', calm, '--to', await place.fresh()]
      await runAndKill(moving, cwd, random() * took.migrate)
      const again = await runCli(moving, { cwd })
      expect(again.exit, again.err).toBe(0)
      const verified = await runCli(['verify', ...moving.slice(1), '--json'], { cwd })
      expect(verified.json()).toMatchObject({ equal: true, differences: [] })
    }
  }, 600_000)

  it('is not needed for trouble: two imports of one file at once lose nothing', async () => {
    const store = await place.fresh()
    const importing = ['import', ...EXPORTS, '--store', store]
    const both = await Promise.all([runCli(importing, { cwd }), runCli(importing, { cwd })])
    expect(both.map(({ exit, err }) => [exit, exit === 0 ? '' : err])).toEqual([
      [0, ''],
      [0, ''],
    ])
    expect((await runCli(['analyze', '--store', store], { cwd })).exit).toBe(0)
    expect(await contentOf(cwd, store)).toEqual(undisturbed)
  }, 120_000)
}

describe('file: kill -9', () => {
  let folder: string
  let stores = 0
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'hitcraft-killed-'))
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))
  surviveKills({ fresh: async () => `file:${folder}/${++stores}` })
})

const missing = whyNotPostgres('18')
const skipped = missing !== undefined && process.env['CI'] !== 'true'

describe.skipIf(skipped)(`postgres 18: kill -9${skipped ? ` NOT RUN, ${missing}` : ''}`, () => {
  let server: PostgresServer
  beforeAll(async () => {
    server = await startPostgres('18')
  })
  afterAll(() => server.stop())
  surviveKills({ fresh: async () => server.url(await server.createDatabase()) })
})
