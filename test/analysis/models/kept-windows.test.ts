import { afterEach, expect, it } from 'vitest'
import { openModelAnalyzer } from '../../../src/analysis/models/open-model-analyzer.ts'
import { runAnalysis } from '../../../src/analysis/run-analysis.ts'
import { HitCraftError } from '../../../src/errors/hitcraft-error.ts'
import type { ChatStore } from '../../../src/storage/chat-store.ts'
import { startModelDouble } from '../../services/models/model-double.ts'
import type { Behave, ModelDouble } from '../../services/models/model-double.ts'
import { plainReader } from '../../services/models/plain-reader.ts'
import { storeWith } from '../store-with.ts'
import { threadOf } from '../thread-of.ts'
import { PAUSE } from './with-batches.ts'

const doubles: ModelDouble[] = []

afterEach(async () => {
  for (const double of doubles.splice(0)) await double.close()
})

const LONG = Array.from({ length: 60 }, (_, i) =>
  i % 2 === 0 ? `u: Part ${i} of my song. ${'la '.repeat(2000)}` : 'a: Go on.',
)

/** A store with one thread of several windows, and a model that behaves so. */
async function withLongThread(behave: Behave) {
  const store = await storeWith(0)
  await store.mergeThreads([threadOf(LONG, 'long')])
  const double = await startModelDouble(behave)
  doubles.push(double)
  const analyzer = openModelAnalyzer('claude', double.settings)
  return { store, double, analyzer, windows: await windowsOf(store, analyzer) }
}

async function windowsOf(store: ChatStore, { asks }: ReturnType<typeof openModelAnalyzer>) {
  const thread = await store.getThread('long')
  if (thread === undefined) throw new Error('the thread is not there')
  const windows = (await asks?.requestsOf(thread))?.length ?? 0
  expect(windows).toBeGreaterThan(3)
  return windows
}

/** The plain reader, but for its third call while it is told to refuse it. */
function refusingThird() {
  const told = { isRefused: true }
  const behave: Behave = (asked) =>
    told.isRefused && asked.call === 3 ? { does: 'status', status: 400 } : plainReader(asked)
  return { told, behave }
}

it('a long thread that fails in the middle is asked only for what is not answered, and nothing is kept once it is analyzed', async () => {
  const { told, behave } = refusingThird()
  const { store, analyzer, double, windows } = await withLongThread(behave)
  expect(await runAnalysis(store, analyzer)).toMatchObject({ status: 'done', failed: 1 })
  const [kept] = await store.listRecords('windowAnswers')
  expect(kept?.answers).toHaveLength(2)
  told.isRefused = false
  expect(await runAnalysis(store, analyzer)).toMatchObject({ status: 'done', analyzed: 1 })
  expect(double.billed).toHaveLength(windows)
  expect(new Set(double.billed.map(({ transcript }) => transcript)).size).toBe(windows)
  expect((await store.listRecords('windowAnswers'))[0]?.answers).toEqual([])
  // It is what all at once would have been.
  const other = await withLongThread(plainReader)
  await runAnalysis(other.store, other.analyzer)
  const key = analyzer.key
  expect(await store.getAnalysis('long', key)).toEqual(await other.store.getAnalysis('long', key))
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

it.each(['first', 'third', 'last'] as const)(
  'a batch keeps all that it answered, where its %s row failed',
  async (which) => {
    let refused = 0
    const { store, analyzer, double, windows } = await withLongThread((asked) =>
      asked.call === refused ? { does: 'status', status: 400 } : plainReader(asked),
    )
    refused = { first: 1, third: 3, last: windows }[which]
    expect(await runAnalysis(store, analyzer, { batch: { pause: PAUSE } })).toMatchObject({
      failed: 1,
    })
    expect(double.billed).toHaveLength(windows - 1)
    refused = 0
    expect(await runAnalysis(store, analyzer)).toMatchObject({ status: 'done', analyzed: 1 })
    expect(double.billed).toHaveLength(windows)
    expect((await store.listRecords('windowAnswers'))[0]?.answers).toEqual([])
  },
)

it('a thread that has changed is asked anew, all of it', async () => {
  const { told, behave } = refusingThird()
  const { store, analyzer, double } = await withLongThread(behave)
  await runAnalysis(store, analyzer)
  const before = double.billed.length
  expect(before).toBe(2)
  told.isRefused = false
  await store.mergeThreads([threadOf([...LONG, 'u: And one line more.'], 'long')])
  expect(await runAnalysis(store, analyzer)).toMatchObject({ status: 'done', analyzed: 1 })
  expect(double.billed).toHaveLength(before + (await windowsOf(store, analyzer)))
})

it('nothing is kept of a thread that is erased while it is asked about', async () => {
  const { store, analyzer } = await withLongThread(async (asked) => {
    if (asked.call === 2) await store.eraseThreads(['long'])
    return asked.call < 4 ? plainReader(asked) : { does: 'status', status: 400 }
  })
  await runAnalysis(store, analyzer)
  expect(await store.listRecords('windowAnswers')).toEqual([])
})

it('no more is asked where the answer to a window cannot be stored', async () => {
  const { store, analyzer, double } = await withLongThread(plainReader)
  const full = new Proxy(store, {
    get(target, member) {
      if (member === 'saveWindowAnswers') {
        return () => Promise.reject(new HitCraftError('NO_SPACE', 'the disk is full'))
      }
      const value: unknown = Reflect.get(target, member, target)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
  await expect(runAnalysis(full, analyzer)).rejects.toMatchObject({ code: 'NO_SPACE' })
  expect(double.asked).toHaveLength(1)
})
