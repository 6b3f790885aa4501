import { describe, expect, it } from 'vitest'
import { runAnalysis } from '../../../../src/analysis/run-analysis.ts'
import { runSchema } from '../../../../src/domain/analysis/run.ts'
import { HitCraftError } from '../../../../src/errors/hitcraft-error.ts'
import type { ChatStore } from '../../../../src/storage/chat-store.ts'
import { ASKING_KEY, askingAnalyzer } from './asking-analyzer.ts'
import { down, fakeProvider, usageOf } from './fake-provider.ts'
import { storeWith } from '../../store-with.ts'

describe('a run that asks a model', () => {
  it('asks once a thread and keeps what it cost with its record', async () => {
    const store = await storeWith(40)
    const fake = fakeProvider(() => ({ usage: usageOf(100, 10) }))
    const spent: (number | undefined)[] = []
    const run = await runAnalysis(store, askingAnalyzer(fake), {
      onProgress: (_done, _planned, spending) => spent.push(spending?.nanoUsd),
    })
    expect(fake.asked).toHaveLength(40)
    expect(runSchema.parse(run)).toMatchObject({
      status: 'done',
      analyzed: 40,
      failed: 0,
      spending: {
        answered: 40,
        tokens: usageOf(4000, 400),
        nanoUsd: 4000 * 1000 + 400 * 5000,
        failed: {},
      },
    })
    expect(spent.at(-1)).toBe(run.spending?.nanoUsd)
    expect(await store.getRecord('run', run.id)).toEqual(run)
    expect(await store.countRecords('topicAssignment')).toBe(40)
    await runAnalysis(store, askingAnalyzer(fake))
    expect(fake.asked).toHaveLength(40)
  })

  it('ends with its budget, not beyond it, and the next one goes on', async () => {
    const store = await storeWith(30)
    const usage = usageOf(1000, 100)
    const fake = fakeProvider(() => ({ usage }))
    const budget = { tokens: 12_000 }
    const run = await runAnalysis(store, askingAnalyzer(fake), { budget })
    expect(run).toMatchObject({ status: 'budget', budget, failed: 0, errors: [] })
    expect(run.reason).toContain('left of the budget')
    expect(run.analyzed).toBeGreaterThan(5)
    expect(run.analyzed * 1100).toBeLessThanOrEqual(budget.tokens)
    expect(await store.countPending(ASKING_KEY)).toBe(30 - run.analyzed)
    // What there is can be reported.
    expect(await store.countRecords('topicAssignment')).toBe(run.analyzed)
    const next = await runAnalysis(store, askingAnalyzer(fake))
    expect(next).toMatchObject({ status: 'done', analyzed: 30 - run.analyzed })
    expect(fake.asked).toHaveLength(30)
  })

  it('refuses a budget that it cannot keep, and stores no run', async () => {
    const store = await storeWith(1)
    const fake = fakeProvider(() => ({}), 'unheard-of')
    const inDollars = runAnalysis(store, askingAnalyzer(fake), { budget: { nanoUsd: 1 } })
    await expect(inDollars).rejects.toMatchObject({ code: 'INVALID_INPUT' })
    const { asks: _asks, ...free } = askingAnalyzer(fake)
    const ofNothing = runAnalysis(store, free, { budget: { tokens: 1 } })
    await expect(ofNothing).rejects.toMatchObject({ code: 'INVALID_INPUT' })
    expect(await store.countRecords('run')).toBe(0)
  })

  it('that cannot begin leaves no record', async () => {
    const store = await storeWith(0)
    const error = new HitCraftError('PERMISSION', 'ANTHROPIC_API_KEY is not set')
    const fake = { ...fakeProvider(() => ({})), ready: () => Promise.reject(error) }
    await expect(runAnalysis(store, askingAnalyzer(fake))).rejects.toBe(error)
    expect(await store.countRecords('run')).toBe(0)
  })

  it('makes no more calls when an answer cannot be stored, and keeps what was paid for', async () => {
    const store = await storeWith(20)
    const open: (() => void)[] = []
    const fake = fakeProvider((_, call) => {
      if (call === 1) return {}
      if (call === 2) return down(503)
      return new Promise((resolve) => open.push(() => resolve({})))
    })
    const full = new HitCraftError('NO_SPACE', 'the disk is full')
    let saves = 0
    const saveAnalyses: ChatStore['saveAnalyses'] = async (items) => {
      if (++saves > 1) return store.saveAnalyses(items)
      // What was begun meanwhile is answered later.
      setImmediate(() => open.forEach((answer) => answer()))
      throw full
    }
    const failing = new Proxy(store, {
      get(target, member) {
        if (member === 'saveAnalyses') return saveAnalyses
        const value: unknown = Reflect.get(target, member, target)
        return typeof value === 'function' ? value.bind(target) : value
      },
    })
    await expect(runAnalysis(failing, askingAnalyzer(fake))).rejects.toBe(full)
    // Eight at once, and one each for the first, which was answered, and the second, which is not tried again.
    expect(fake.asked.length).toBeLessThanOrEqual(10)
    expect(new Set(fake.asked.map(({ transcript }) => transcript)).size).toBe(fake.asked.length)
    const [run] = await store.listRecords('run')
    const answered = run?.spending?.answered ?? 0
    expect(answered).toBe(fake.asked.length - 1)
    expect(run).toMatchObject({ status: 'failed', reason: full.message, analyzed: answered })
    expect(await store.countPending(ASKING_KEY)).toBe(20 - answered)
  })

  it('stops at an outage, for which no thread has failed', async () => {
    const store = await storeWith(20)
    const fake = fakeProvider((_, call) => (call <= 6 ? {} : down(503, 3_600_000)))
    const run = await runAnalysis(store, askingAnalyzer(fake))
    expect(run).toMatchObject({ status: 'outage', analyzed: 6, failed: 0, errors: [] })
    expect(run.reason).toContain('the service fails (503)')
    expect(await store.countPending(ASKING_KEY)).toBe(14)
  })

  it('fails at a key that is not accepted, with no thread at fault', async () => {
    const store = await storeWith(20)
    const error = new HitCraftError('PERMISSION', 'ANTHROPIC_API_KEY is not accepted')
    const fake = fakeProvider(() => error)
    await expect(runAnalysis(store, askingAnalyzer(fake))).rejects.toBe(error)
    expect(await store.listRecords('run')).toMatchObject([
      { status: 'failed', reason: error.message, analyzed: 0, failed: 0, failedBy: {} },
    ])
  })

  it('counts what failed by kind, and leaves it pending', async () => {
    const store = await storeWith(12)
    const fake = fakeProvider(({ transcript }) => {
      if (transcript.endsWith('t3')) return { stop: 'refusal' }
      if (transcript.endsWith('t7')) return new HitCraftError('INVALID_INPUT', 'too long')
      return {}
    })
    const run = await runAnalysis(store, askingAnalyzer(fake))
    expect(run).toMatchObject({
      status: 'done',
      analyzed: 10,
      failed: 2,
      failedBy: { ANSWER_REFUSED: 1, INVALID_INPUT: 1 },
    })
    // The refusal was paid for.
    expect(run.spending?.answered).toBe(11)
    expect(await store.countPending(ASKING_KEY)).toBe(2)
  })

  it('interrupted, keeps the answers of the calls under way', async () => {
    const store = await storeWith(20)
    const stop = new AbortController()
    const open: (() => void)[] = []
    const fake = fakeProvider(() => new Promise((resolve) => open.push(() => resolve({}))))
    const running = runAnalysis(store, askingAnalyzer(fake), { signal: stop.signal })
    await expect.poll(() => open.length).toBe(8)
    stop.abort()
    for (const answer of open) answer()
    const run = await running
    expect(run).toMatchObject({ status: 'interrupted', analyzed: 8, failed: 0 })
    expect(run.spending?.answered).toBe(8)
    expect(fake.asked).toHaveLength(8)
  })

  it('stores an answer while slower ones are waited for', async () => {
    const store = await storeWith(8)
    let answer = () => {}
    const fake = fakeProvider((_, call) =>
      call > 1 ? {} : new Promise((resolve) => (answer = () => resolve({}))),
    )
    const running = runAnalysis(store, askingAnalyzer(fake))
    await expect.poll(() => store.countPending(ASKING_KEY)).toBe(1)
    answer()
    expect(await running).toMatchObject({ status: 'done', analyzed: 8 })
  })

  it('ends where each of its first threads fails for the same reason', async () => {
    const store = await storeWith(100)
    const fake = fakeProvider(() => new HitCraftError('INVALID_INPUT', 'no schema is known'))
    const running = runAnalysis(store, askingAnalyzer(fake))
    await expect(running).rejects.toMatchObject({ code: 'UNSUPPORTED' })
    const [run] = await store.listRecords('run')
    expect(run).toMatchObject({ status: 'failed', analyzed: 0 })
    expect(run?.reason).toContain('failed alike (INVALID_INPUT: no schema is known)')
    expect(fake.asked).toHaveLength(20)
    expect(await store.countPending(ASKING_KEY)).toBe(100)
  })

  it('pays for twenty answers that are of no use and for no more, however soon they come', async () => {
    const store = await storeWith(100)
    const fake = fakeProvider(() => ({ stop: 'refusal' }))
    const running = runAnalysis(store, askingAnalyzer(fake))
    await expect(running).rejects.toMatchObject({ code: 'UNSUPPORTED' })
    expect(fake.asked).toHaveLength(20)
  })

  it('goes on where one of its first threads had an answer', async () => {
    const store = await storeWith(60)
    const fake = fakeProvider((_, call) => (call === 3 ? {} : { stop: 'refusal' }))
    const run = await runAnalysis(store, askingAnalyzer(fake))
    expect(run).toMatchObject({ status: 'done', analyzed: 1, failedBy: { ANSWER_REFUSED: 59 } })
  })

  it('writes down what it spent while it waits for answers', async () => {
    const store = await storeWith(2)
    let answer = () => {}
    const fake = fakeProvider((_, call) =>
      call === 1 ? down(503, 60_000) : new Promise((resolve) => (answer = () => resolve({}))),
    )
    const stop = new AbortController()
    const running = runAnalysis(store, askingAnalyzer(fake), { signal: stop.signal })
    const spending = async () => (await store.listRecords('run'))[0]?.spending
    await expect.poll(spending, { timeout: 10_000 }).toMatchObject({ failed: { '503': 1 } })
    stop.abort()
    answer()
    const run = await running
    expect(run).toMatchObject({ status: 'interrupted', analyzed: 1 })
    expect(await store.getRecord('run', run.id)).toEqual(run)
  })

  it('takes up other threads while some wait for their next try', async () => {
    const store = await storeWith(16)
    const fake = fakeProvider((_, call) => (call <= 8 ? down(503, 1500) : {}))
    const waiting = () => new Set(fake.asked.slice(0, 8).map(({ transcript }) => transcript))
    const run = await runAnalysis(store, askingAnalyzer(fake))
    expect(run).toMatchObject({ status: 'done', analyzed: 16, failed: 0 })
    expect(run.spending?.failed).toEqual({ '503': 8 })
    // Those that came next are not among those that failed, which are asked again at the end.
    const next = fake.asked.slice(8, 16).map(({ transcript }) => transcript)
    expect(next.filter((transcript) => waiting().has(transcript))).toEqual([])
    expect(fake.asked).toHaveLength(24)
  })
})
