import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { seededRandom } from '../../../src/analysis/topics/seeded-random.ts'
import { migrateStore } from '../../../src/app/migrate-store.ts'
import { verifyStores } from '../../../src/app/verify-stores.ts'
import { isComplete } from '../../../src/migration/copy/migration.ts'
import type { ChatStore } from '../../../src/storage/chat-store.ts'
import { openChatStore } from '../../../src/storage/open-chat-store.ts'
import { runAndKill } from '../../cli/kill-cli.ts'
import type { Surroundings } from '../../cli/kill-cli.ts'
import { runCli } from '../../cli/run-cli.ts'
import type { CliResult } from '../../cli/run-cli.ts'
import { analyzed } from '../../conformance/check.ts'
import { fill, THREADS } from '../../migration/corruption/filled.ts'
import { broken, ID, ON_THE_WAY } from '../../migration/corruption/on-the-way.ts'
import { testBackend } from '../../services/backends.ts'
import type { Place, RunningBackend } from '../../services/backends.ts'
import { describeOn } from '../../services/describe-on.ts'
import { piece } from '../every-backend/pieces.ts'
import { sharedServers } from './shared-servers.ts'

const IS_LONG = process.env['TEST_LONG'] === '1'
const BACKENDS = sharedServers(
  ['file', 'postgres 18', 's3', 'mongodb', 'azure'].map((name) => testBackend(name)),
)
/** Each backend once as source and once as target; in the long run each with each. */
const PAIRS = BACKENDS.flatMap((from, n) =>
  BACKENDS.filter((_, m) => (IS_LONG ? m !== n : m === (n + 1) % BACKENDS.length)).map(
    (to) => [from, to] as const,
  ),
)
/** Of the harms on the way one in so many is tried, all in the long run. */
const ONE_IN = IS_LONG ? 1 : 4
const WRITER = join(import.meta.dirname, '../every-backend/merge-child.ts')

for (const [from, to] of PAIRS) {
  describeOn(from, 'a source', (source) => {
    describeOn(to, 'its target', (target) => surviveEverything(source, target))
  })
}

/** What must hold of a migration between two servers. */
function surviveEverything(source: () => RunningBackend, target: () => RunningBackend): void {
  let cwd: string
  let home: Place
  let store: ChatStore

  const isSlow = () => source().isSlow === true || target().isSlow === true
  // A server without an index of words reads every thread for each search.
  const how = () => ({ isSearched: !isSlow() })
  const threads = () => (isSlow() ? 20 : 60) * (IS_LONG ? 5 : 1)

  beforeAll(async () => {
    cwd = await mkdtemp(join(tmpdir(), 'hitcraft-pairs-'))
    home = await source().fresh()
    store = await openChatStore(home.target)
    await fill(store)
    const pieces = Array.from({ length: threads() }, (_, n) => piece(n, 'a'))
    await store.mergeThreads(pieces)
    await store.saveAnalyses(pieces.slice(0, -5).map((thread) => analyzed(thread)))
    await store.flushIndex()
  })

  afterAll(async () => {
    await store.close()
    await rm(cwd, { recursive: true, force: true })
  })

  const inTarget = async (place: Place, use: (away: ChatStore) => Promise<void>) => {
    const away = await openChatStore(place.target)
    await use(away)
    await away.close()
  }

  /** A target whose migration was killed while it was filled, so many milliseconds after its first write or earlier. */
  const halfFilled = async (
    moving: (place: Place) => string[],
    around: Surroundings,
    most: number,
  ): Promise<Place> => {
    for (let after = most; ; after /= 2) {
      const place = await target().fresh()
      const away = await openChatStore(place.target)
      const states = async () => {
        await away.refresh()
        return (await away.listRecords('migration')).map(({ state, finishedAt }) =>
          finishedAt === undefined ? state : 'whole at its end',
        )
      }
      const hasWritten = async () => (await states()).some((state) => state !== 'whole')
      const begun = vi.waitUntil(hasWritten, { timeout: 120_000, interval: 5 })
      const moment = begun.then(() => delay(after))
      await runAndKill(moving(place), around, moment)
      await moment
      const isHalf = (await states()).includes('under way')
      await away.close()
      if (isHalf) return place
    }
  }

  it('a killed one is gone on with, by two at once, and the stores are equal', async () => {
    const random = seededRandom(7)
    const moving = (place: Place) => ['migrate', '--from', home.url, '--to', place.url]
    const calm = await target().fresh()
    const around = { cwd, env: { ...home.env, ...calm.env } }
    const start = performance.now()
    const undisturbed = await runCli(moving(calm), around)
    expect(undisturbed.exit, undisturbed.err).toBe(0)
    const took = performance.now() - start
    for (let round = 0; round < (IS_LONG ? 5 : 1); round++) {
      const place = await halfFilled(moving, around, (random() * took) / 4)
      const both = await Promise.all([moving(place), moving(place)].map((a) => runCli(a, around)))
      const refused = both.filter(({ exit }) => exit !== 0)
      expect(refused.length, refused.map(({ err }) => err).join()).toBeLessThan(2)
      expect(refused.filter((one) => !isRefused(one))).toEqual([])
      await inTarget(place, async (away) => {
        const verified = await verifyStores(store, away, how())
        expect(verified).toMatchObject({ equal: true, differences: [] })
      })
    }
  }, 600_000)

  it('from a source that is written to carries over what was written and erased', async () => {
    const place = await target().fresh()
    await inTarget(place, async (away) => {
      const count = String(threads())
      const args = [WRITER, JSON.stringify(home.target), 'b', count, '10']
      const writer = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
      const ended = once(writer, 'exit')
      await once(writer.stdout, 'data')
      await migrateStore(store, away)
      expect((await ended)[0]).toBe(0)
      await store.eraseThreads(['t4'])
      await store.flushIndex()
      expect(isComplete(await migrateStore(store, away))).toBe(true)
      expect(await away.getThread('t4')).toBeUndefined()
      const verified = await verifyStores(store, away, how())
      expect(verified).toMatchObject({ equal: true, differences: [] })
    })
  }, 600_000)

  it('what is harmed on the way is told, of the source and of the target, and nothing else', async () => {
    const [from, place] = [await source().fresh(), await target().fresh()]
    await inTarget(from, async (one) => {
      await fill(one)
      await inTarget(place, async (two) => {
        await migrateStore(one, two)
        await two.flushIndex()
        for (const [n, [title, harm]] of Object.entries(ON_THE_WAY).entries()) {
          if (n % ONE_IN > 0) continue
          const sides = [
            [broken(one, harm.breakIt), two],
            [one, broken(two, harm.breakIt)],
          ] as const
          for (const [first, second] of sides) {
            const { differences } = await verifyStores(first, second, { settle: 0, isDeep: true })
            const told = differences.map(({ id, problem, field }) => `${id} ${problem} ${field}`)
            expect(
              told.filter((text) => harm.told.test(text)),
              title,
            ).not.toEqual([])
            const others = THREADS.map(({ id }) => id).filter((id) => id !== (harm.id ?? ID))
            expect(
              told.filter((text) => others.some((id) => text.includes(`${id} `))),
              title,
            ).toEqual([])
          }
        }
      })
    })
  }, 600_000)
}

function isRefused({ exit, err }: CliResult): boolean {
  return exit !== 0 && err.includes('another migration fills')
}
