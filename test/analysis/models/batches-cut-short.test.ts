import { afterEach, expect, it, vi } from 'vitest'
import { runAnalysis } from '../../../src/analysis/run-analysis.ts'
import type { RunOptions } from '../../../src/analysis/run/run-options.ts'
import type { ChatStore } from '../../../src/storage/chat-store.ts'
import type { BatchBehaviour, MadeBatch } from '../../services/models/batch-desk.ts'
import { plainReader } from '../../services/models/plain-reader.ts'
import { storeWith } from '../store-with.ts'
import { PAUSE, withBatches } from './with-batches.ts'

afterEach(() => void vi.useRealTimers())

/** One that lists what it was given at once. */
async function withClaude(behaveBatch?: (batch: MadeBatch) => BatchBehaviour) {
  const { batched, ...rest } = await withBatches('claude', plainReader, behaveBatch)
  const soon = (store: ChatStore, options: RunOptions = {}) =>
    batched(store, { batch: { listedAfter: 20 }, ...options })
  return { ...rest, batched: soon }
}

it('a batch that the service refuses for now is void once its run is interrupted', async () => {
  const store = await storeWith(2)
  const stop = new AbortController()
  const { batched } = await withClaude(() => {
    stop.abort()
    return { submit: 429 }
  })
  expect(await batched(store, { signal: stop.signal })).toMatchObject({ status: 'interrupted' })
  expect(await store.listRecords('batch')).toMatchObject([{ status: 'void', rows: [] }])
})

it("threads that were another's for a moment are submitted by the same run", async () => {
  vi.useFakeTimers({ toFake: ['Date'] })
  const store = await storeWith(3)
  const { analyzer, double } = await withClaude()
  const { asks } = analyzer
  if (asks === undefined) throw new Error('it asks no model')
  let isLost = false
  const losing = new Proxy(store, {
    get(target, member) {
      const value: unknown = Reflect.get(target, member, target)
      if (typeof value !== 'function') return value
      if (member !== 'renewClaims' || isLost) return value.bind(target)
      isLost = true
      return async () => ['t0', 't1']
    },
  })
  const slow: typeof asks = {
    ...asks,
    async requestsOf(thread) {
      vi.setSystemTime(Date.now() + 40_000)
      return asks.requestsOf(thread)
    },
  }
  const run = await runAnalysis(losing, { ...analyzer, asks: slow }, { batch: { pause: PAUSE } })
  expect(isLost).toBe(true)
  expect(run).toMatchObject({ status: 'done', analyzed: 3 })
  expect(double.billed).toHaveLength(3)
})

it('a batch is looked for beside one of somebody else whose answers are deleted', async () => {
  const [theirs, ours] = [await storeWith(3), await storeWith(3)]
  const theirsBehaves: BatchBehaviour = {}
  let losesNext = false
  const { batched, double } = await withClaude(({ id }) => {
    if (id === double.batches[0]?.id) return theirsBehaves
    if (!losesNext) return {}
    losesNext = false
    return { submit: 'drop' }
  })
  await batched(theirs)
  Object.assign(theirsBehaves, { results: 'gone' })
  losesNext = true
  expect(await batched(ours)).toMatchObject({ status: 'done', analyzed: 3 })
  const statuses = (await ours.listRecords('batch')).map(({ status }) => status)
  expect(statuses).toEqual(['void', 'collected'])
})

it('what a batch cost stands with the run that collected it, also where it was killed then', async () => {
  const store = await storeWith(3)
  const { batched } = await withClaude()
  const run = await batched(store)
  const { finishedAt: _end, spending, ...rest } = run
  expect(spending?.answered).toBe(3)
  await store.putRecords('run', [{ ...rest, status: 'running' }])
  await batched(store)
  expect(await store.getRecord('run', run.id)).toMatchObject({ status: 'interrupted', spending })
})
