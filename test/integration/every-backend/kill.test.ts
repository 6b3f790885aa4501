import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { seededRandom } from '../../../src/analysis/topics/seeded-random.ts'
import { runAndKill } from '../../cli/kill-cli.ts'
import type { Surroundings } from '../../cli/kill-cli.ts'
import { ROOT, runCli } from '../../cli/run-cli.ts'
import { backendsFor } from '../../services/backends.ts'
import { describeOn } from '../../services/describe-on.ts'
import type { Place, RunningBackend } from '../../services/backends.ts'

const EXPORTS = ['2025-03-10/hitcraft-export.txt', '2025-03-11/hitcraft-export.json'].map((file) =>
  join(ROOT, 'samples', file),
)
const isLong = process.env['TEST_LONG'] === '1'
/** Threads of each export, but for the long run: what a kill may lose is at the end of a write, not their number. */
const FEW = 40
const KILLS = isLong ? 6 : 2

function killsOf({ isSlow }: RunningBackend): number {
  return isSlow === true ? Math.ceil(KILLS / 3) : KILLS
}

/** The exports of both days; but for the long run, and there on a slow server, their first threads, as JSON. */
async function exportsFor({ isSlow }: RunningBackend, cwd: string): Promise<string[]> {
  if (isLong && isSlow !== true) return EXPORTS
  return Promise.all(
    ['2025-03-10', '2025-03-11'].map(async (day) => {
      const whole = await readFile(join(ROOT, 'samples', day, 'hitcraft-export.json'), 'utf8')
      const messages = JSON.parse(whole) as { threadId: { $oid: string } }[]
      const ids = [...new Set(messages.map(({ threadId }) => threadId.$oid))].toSorted()
      const few = new Set(ids.slice(0, FEW))
      const path = join(cwd, `${day}.json`)
      const kept = messages.filter(({ threadId }) => few.has(threadId.$oid))
      await writeFile(path, JSON.stringify(kept))
      return path
    }),
  )
}

async function contentOf(around: Surroundings, { url }: Place) {
  const threads = await runCli(['threads', 'export', '--store', url], around)
  const report = await runCli(['report', '--json', '--store', url], around)
  expect([threads.exit, report.exit], threads.err + report.err).toEqual([0, 0])
  return { threads: threads.out, report: report.out }
}

/** What a kill must not lose, on any backend. */
function surviveKills(running: () => RunningBackend): void {
  let around: Surroundings
  let exports: readonly string[]
  let calm: Place
  let undisturbed: Awaited<ReturnType<typeof contentOf>>
  let took: { import: number; analyze: number }

  beforeAll(async () => {
    const cwd = await mkdtemp(join(tmpdir(), 'hitcraft-kill-'))
    exports = await exportsFor(running(), cwd)
    calm = await running().fresh()
    around = { cwd, env: calm.env }
    const timed = async (...args: string[]) => {
      const start = performance.now()
      const result = await runCli(args, around)
      expect(result.exit, result.err).toBe(0)
      return performance.now() - start
    }
    took = {
      import: await timed('import', ...exports, '--store', calm.url),
      analyze: await timed('analyze', '--store', calm.url),
    }
    undisturbed = await contentOf(around, calm)
  }, 600_000)

  afterAll(() => rm(around.cwd, { recursive: true, force: true }))

  it('of imports and analyses loses nothing: run again, they end as if undisturbed', async () => {
    const random = seededRandom(20250310)
    for (let round = 0; round < killsOf(running()); round++) {
      const place = await running().fresh()
      const store = place.url
      const importing = ['import', ...exports, '--store', store]
      await runAndKill(importing, around, delay(random() * took.import))
      const again = await runCli(importing, around)
      expect(again.exit, again.err).toBe(0)
      await runAndKill(['analyze', '--store', store], around, delay(random() * took.analyze))
      expect((await runCli(['analyze', '--store', store], around)).exit).toBe(0)
      expect(await contentOf(around, place)).toEqual(undisturbed)
    }
  }, 600_000)

  it('is not needed for trouble: two imports of one file at once lose nothing', async () => {
    const place = await running().fresh()
    const store = place.url
    const importing = ['import', ...exports, '--store', store]
    const both = await Promise.all([runCli(importing, around), runCli(importing, around)])
    expect(both.map(({ exit, err }) => [exit, exit === 0 ? '' : err])).toEqual([
      [0, ''],
      [0, ''],
    ])
    expect((await runCli(['analyze', '--store', store], around)).exit).toBe(0)
    expect(await contentOf(around, place)).toEqual(undisturbed)
  }, 600_000)
}

for (const backend of backendsFor('process killed')) {
  describeOn(backend, 'kill -9', surviveKills)
}
