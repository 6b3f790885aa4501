import { expect, it } from 'vitest'
import { openModelAnalyzer } from '../../../src/analysis/models/open-model-analyzer.ts'
import { runAnalysis } from '../../../src/analysis/run-analysis.ts'
import { openChatStore } from '../../../src/storage/open-chat-store.ts'
import { threadOf } from '../../analysis/thread-of.ts'
import { TEST_BACKENDS } from '../../services/backends.ts'
import { describeOn } from '../../services/describe-on.ts'
import { startModelDouble } from '../../services/models/model-double.ts'
import { steady } from '../../services/models/unsteady.ts'
import { startWorker } from './workers.ts'

const LONG = Array.from({ length: 60 }, (_, i) =>
  i % 2 === 0 ? `u: Verse ${i} of my song. ${'la '.repeat(2000)}` : 'a: Go on.',
)
/** The call that is under way when the process is killed. */
const UNDER_WAY = 4

for (const backend of TEST_BACKENDS.filter(({ name }) => /^(file|postgres 18)$/.test(name))) {
  describeOn(backend, 'a process that is killed in the middle of a long thread', (running) => {
    it('has lost the call under way, and no window that was answered is asked for again', async () => {
      const place = await running().fresh()
      const store = await openChatStore(place.target)
      await store.mergeThreads([threadOf(LONG, 'long')])
      const killed = Promise.withResolvers<void>()
      const service = await startModelDouble(async (asked) => {
        if (asked.call !== UNDER_WAY) return steady(asked)
        await killed.promise
        return { does: 'status', status: 500 }
      })
      const worker = startWorker(place, {
        settings: service.settings,
        budget: { nanoUsd: 10_000_000_000 },
      })
      await expect.poll(() => service.asked.length, { timeout: 60_000 }).toBe(UNDER_WAY)
      worker.kill()
      expect(await worker.ended).toBeUndefined()
      killed.resolve()
      await store.refresh()
      const answered = service.billed.map(({ transcript }) => transcript)
      expect(answered).toHaveLength(UNDER_WAY - 1)

      const analyzer = openModelAnalyzer('claude', service.settings)
      expect(await runAnalysis(store, analyzer)).toMatchObject({ status: 'done', analyzed: 1 })
      const again = service.asked.slice(UNDER_WAY).map(({ transcript }) => transcript)
      expect(again.length).toBeGreaterThan(0)
      expect(again.filter((one) => answered.includes(one))).toEqual([])
      expect(again).toContain(service.asked[UNDER_WAY - 1]?.transcript)
      await service.close()
      await store.close()
    }, 120_000)
  })
}
