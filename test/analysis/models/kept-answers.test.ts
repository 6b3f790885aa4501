import { afterEach, expect, it } from 'vitest'
import { openModelAnalyzer } from '../../../src/analysis/models/open-model-analyzer.ts'
import { runAnalysis } from '../../../src/analysis/run-analysis.ts'
import type { ChatStore } from '../../../src/storage/chat-store.ts'
import { startModelDouble } from '../../services/models/model-double.ts'
import type { Behave, ModelDouble } from '../../services/models/model-double.ts'
import { plainReader } from '../../services/models/plain-reader.ts'
import { storeWith } from '../store-with.ts'
import { threadOf } from '../thread-of.ts'

let double: ModelDouble | undefined

afterEach(async () => {
  await double?.close()
  double = undefined
})

const LONG = Array.from({ length: 60 }, (_, i) =>
  i % 2 === 0 ? `u: Part ${i} of my song. ${'la '.repeat(2000)}` : 'a: Go on.',
)

/** A store with one thread of several windows, and a model that behaves so. */
async function withLongThread(behave: Behave) {
  const store = await storeWith(0)
  await store.mergeThreads([threadOf(LONG, 'long')])
  double = await startModelDouble(behave)
  const analyzer = openModelAnalyzer('claude', double.settings)
  const [thread] = (await store.getThreads(['long'])).values()
  if (thread === undefined) throw new Error('the thread is not there')
  const windows = (await analyzer.asks?.requestsOf(thread))?.length ?? 0
  expect(windows).toBeGreaterThan(3)
  return { store, double, analyzer, windows }
}

it('a long thread that fails in the middle is asked only for what is not answered', async () => {
  let isRefused = true
  const { store, analyzer, double, windows } = await withLongThread((asked) =>
    isRefused && asked.call === 3 ? { does: 'status', status: 400 } : plainReader(asked),
  )
  expect(await runAnalysis(store, analyzer)).toMatchObject({ status: 'done', failed: 1 })
  isRefused = false
  expect(await runAnalysis(store, analyzer)).toMatchObject({ status: 'done', analyzed: 1 })
  expect(double.billed).toHaveLength(windows)
  // It is what all at once would have been.
  const other = await withLongThread(plainReader)
  await runAnalysis(other.store, other.analyzer)
  const key = analyzer.key
  expect(await store.getAnalysis('long', key)).toEqual(await other.store.getAnalysis('long', key))
  await other.double.close()
  await double.close()
})

it('so is one that the budget left in the middle', async () => {
  const { store, analyzer, double, windows } = await withLongThread(plainReader)
  const first = await runAnalysis(store, analyzer, { budget: { tokens: 80_000 } })
  expect(first).toMatchObject({ status: 'budget', analyzed: 0 })
  expect(double.billed.length).toBeGreaterThan(0)
  expect(double.billed.length).toBeLessThan(windows)
  expect(await runAnalysis(store, analyzer)).toMatchObject({ status: 'done', analyzed: 1 })
  expect(double.billed).toHaveLength(windows)
})

it('nothing is kept of a thread that is erased, also while it is asked about', async () => {
  const { store, analyzer } = await withLongThread(async (asked) => {
    if (asked.call === 2) await store.eraseThreads(['long'])
    return asked.call < 3 ? plainReader(asked) : { does: 'status', status: 400 }
  })
  await runAnalysis(store, analyzer)
  expect(await store.listRecords('windowAnswer')).toEqual([])
})

it('nor of one that is erased in the moment before the answer is written', async () => {
  const { store, analyzer } = await withLongThread((asked) =>
    asked.call < 2 ? plainReader(asked) : { does: 'status', status: 400 },
  )
  const putRecords: ChatStore['putRecords'] = async (kind, records) => {
    if (kind === 'windowAnswer') await store.eraseThreads(['long'])
    await store.putRecords(kind, records)
  }
  const racing = new Proxy(store, {
    get(target, member) {
      if (member === 'putRecords') return putRecords
      const value: unknown = Reflect.get(target, member, target)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
  await runAnalysis(racing, analyzer)
  expect(await store.listRecords('windowAnswer')).toMatchObject([{ text: '' }])
})
