import { afterEach, expect, it } from 'vitest'
import { costOf, priceOf } from '../../../src/analysis/models/prices/price-table.ts'
import type { Run } from '../../../src/domain/analysis/run.ts'
import type { ChatStore } from '../../../src/storage/chat-store.ts'
import { openChatStore } from '../../../src/storage/open-chat-store.ts'
import { TEST_BACKENDS } from '../../services/backends.ts'
import type { Place } from '../../services/backends.ts'
import { describeOn } from '../../services/describe-on.ts'
import { startModelDouble } from '../../services/models/model-double.ts'
import type { ModelDouble } from '../../services/models/model-double.ts'
import { unsteady } from '../../services/models/unsteady.ts'
import { piece } from '../every-backend/pieces.ts'
import { timed } from './asked-again.ts'
import { startWorker } from './workers.ts'
import type { PaidWorker } from './workers.ts'

const THREADS = process.env['TEST_LONG'] === '1' ? 1000 : 100
const KILLS = 5
const MODEL = 'claude-haiku-4-5'
/** Of one life: some are killed before they have spent it, some end with it. */
const BUDGET = { nanoUsd: 600_000_000 }

let double: ModelDouble | undefined

afterEach(async () => {
  await double?.close()
  double = undefined
})

/** What the service bills to a key. */
function billOf({ billed }: ModelDouble, key: string): number {
  const price = priceOf(MODEL)
  if (price === undefined) throw new Error(`no price of ${MODEL}`)
  const own = billed.filter((one) => one.key === key)
  return own.reduce((sum, { counted }) => sum + costOf(price, counted), 0)
}

async function filled(place: Place): Promise<ChatStore> {
  const store = await openChatStore(place.target)
  for (let at = 0; at < THREADS; at += 100) {
    const some = Array.from({ length: Math.min(100, THREADS - at) }, (_, i) => piece(at + i, 'a'))
    await store.mergeThreads(some)
  }
  return store
}

for (const backend of TEST_BACKENDS.filter(({ name }) => /^(file|postgres 18)$/.test(name))) {
  describeOn(backend, 'runs that cost money', (running) => {
    it('two workers, killed five times, with 30 % of the calls failing: each thread is saved once, no saved one is asked for again, no budget overrun', async () => {
      const place = await running().fresh()
      const store = await filled(place)
      const { behave, askedAgain } = timed(unsteady)
      const service = (double = await startModelDouble(behave))
      let lives = 0
      const start = (): PaidWorker =>
        startWorker(place, {
          settings: {
            ...service.settings,
            ANTHROPIC_API_KEY: `sk-ant-of-life-${++lives}`,
            ANALYZER_MODEL: MODEL,
          },
          budget: BUDGET,
        })
      const all: PaidWorker[] = []
      const runs: (readonly [PaidWorker, Run])[] = []
      const working = new Map<number, PaidWorker>()
      /** One life after another, until nothing is pending. */
      const live = async (place: number) => {
        for (;;) {
          const worker = start()
          all.push(worker)
          working.set(place, worker)
          const run = await worker.ended
          if (run === undefined) continue
          runs.push([worker, run])
          await store.refresh()
          if ((await store.countPending(run.analyzerKey)) === 0) return
        }
      }
      const lived = Promise.all([live(0), live(1)])
      for (let kill = 1; kill <= KILLS; kill++) {
        const mark = Math.floor((THREADS * kill) / (KILLS + 2))
        const isThere = () => service.billed.length >= mark
        await expect.poll(isThere, { timeout: 600_000, interval: 5 }).toBe(true)
        working.get(kill % 2)?.kill()
      }
      await lived
      const [, last] = runs.at(-1) ?? []
      expect(last?.failed).toBe(0)
      expect(await store.countPending(last?.analyzerKey ?? '')).toBe(0)
      expect(await store.countRecords('analysis')).toBe(THREADS)
      expect(await store.countRecords('history')).toBe(THREADS)
      const entries = await store.listRecords('history', { limit: THREADS })
      expect(new Set(entries.map(({ threadId }) => threadId)).size).toBe(THREADS)
      expect(askedAgain(entries)).toEqual([])
      // To the billionth of a dollar: nobody spent more than it might, and who could tell it tells what it spent.
      for (const { key } of all) expect(billOf(service, key)).toBeLessThanOrEqual(BUDGET.nanoUsd)
      expect(runs.length).toBeGreaterThanOrEqual(2)
      expect(all.length - runs.length).toBe(KILLS)
      for (const [{ key }, { spending }] of runs) {
        expect(spending?.nanoUsd).toBe(billOf(service, key))
      }
      const failed = service.asked.length - service.billed.length
      expect(failed / service.asked.length).toBeGreaterThan(0.25)
      await store.close()
    }, 900_000)
  })
}
