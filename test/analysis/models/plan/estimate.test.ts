import { describe, expect, it } from 'vitest'
import { estimateAnalysis } from '../../../../src/analysis/estimate-analysis.ts'
import { inputTokens } from '../../../../src/analysis/models/plan/input-tokens.ts'
import { estimateTokens } from '../../../../src/analysis/models/plan/estimate-tokens.ts'
import { runAnalysis } from '../../../../src/analysis/run-analysis.ts'
import type { ChatStore } from '../../../../src/storage/chat-store.ts'
import { openMemoryStore } from '../../../../src/storage/memory/memory-chat-store.ts'
import { threadOf } from '../../thread-of.ts'
import { askingAnalyzer } from '../runs/asking-analyzer.ts'
import { fakeProvider, requestOf, usageOf } from '../runs/fake-provider.ts'

async function storeWith(count: number): Promise<ChatStore> {
  const store = await openMemoryStore()
  await store.mergeThreads(Array.from({ length: count }, (_, i) => threadOf(['u: hi'], `t${i}`)))
  return store
}

/** One token of three letters. */
const counting = (fake = fakeProvider(() => ({}))) => {
  let counted = 0
  return {
    provider: {
      ...fake,
      countTokens: ({ fixed, transcript }: { fixed: string; transcript: string }) => {
        counted++
        return Promise.resolve(Math.ceil((fixed.length + transcript.length) / 3))
      },
    },
    counted: () => counted,
  }
}

describe('tokens of requests', () => {
  const many = Array.from({ length: 400 }, (_, i) => requestOf('word '.repeat(1 + (i % 37))))
  const exact = many.reduce(
    (sum, { fixed, transcript }) => sum + Math.ceil((fixed.length + transcript.length) / 3),
    0,
  )

  it('are those that the service counts, of few all', async () => {
    const { provider } = counting()
    const some = many.slice(0, 20)
    const { tokens, off, counted } = await inputTokens(provider, some)
    expect({ off, counted }).toEqual({ off: 0, counted: 20 })
    expect(tokens).toBe(
      some.reduce(
        (sum, { fixed, transcript }) => sum + Math.ceil((fixed.length + transcript.length) / 3),
        0,
      ),
    )
  })

  it('are told of many by some, within the error that is told', async () => {
    const { provider, counted } = counting()
    const { tokens, off } = await inputTokens(provider, many)
    expect(counted()).toBe(40)
    expect(off).toBeGreaterThan(0)
    expect(off).toBeLessThan(0.2)
    expect(Math.abs(tokens - exact)).toBeLessThanOrEqual(tokens * off)
  })

  it('are estimated where nobody counts, and the error is told', async () => {
    const { off, counted, tokens } = await inputTokens({}, many)
    expect({ off, counted }).toEqual({ off: 0.25, counted: 0 })
    expect(tokens).toBe(many.reduce((sum, request) => sum + estimateTokens(request), 0))
  })

  it('are more for letters that are not Latin', () => {
    const of = (text: string) => estimateTokens(requestOf(text)) - estimateTokens(requestOf(''))
    expect(of('a'.repeat(100))).toBe(23)
    expect(of('ש'.repeat(100))).toBe(60)
  })
})

describe('the estimate of a run', () => {
  it('names the threads and why each is pending', async () => {
    const store = await storeWith(3)
    const analyzer = askingAnalyzer(fakeProvider(() => ({})))
    await runAnalysis(store, analyzer)
    await store.mergeThreads([threadOf(['u: hi', 'a: hello'], 't1'), threadOf(['u: hi'], 't9')])
    const plan = await estimateAnalysis(store, analyzer)
    expect(plan.threads).toEqual([
      { id: 't1', why: 'changed', messages: 2 },
      { id: 't9', why: 'new', messages: 1 },
    ])
  })

  it('is free where no model is asked', async () => {
    const store = await storeWith(2)
    const { asks: _asks, ...free } = askingAnalyzer(fakeProvider(() => ({})))
    expect(await estimateAnalysis(store, free)).toMatchObject({ pending: 2, planned: 2 })
    expect(await estimateAnalysis(store, free)).not.toHaveProperty('calls')
  })

  it('sends nothing unless the service is to count', async () => {
    const store = await storeWith(5)
    const { provider, counted } = counting()
    const analyzer = askingAnalyzer(provider)
    const quiet = await estimateAnalysis(store, analyzer)
    expect(counted()).toBe(0)
    expect(quiet.calls?.tokens).toMatchObject({ counted: 0, inputOff: 0.25 })
    const exact = await estimateAnalysis(store, analyzer, { count: true })
    expect(counted()).toBe(5)
    expect(exact.calls?.tokens).toMatchObject({ counted: 5, inputOff: 0 })
    expect(provider.asked).toHaveLength(0)
  })

  it('is never less than what the run then costs', async () => {
    const store = await storeWith(12)
    const analyzer = askingAnalyzer(fakeProvider(() => ({ usage: usageOf(2000, 100) })))
    const { calls } = await estimateAnalysis(store, analyzer)
    const run = await runAnalysis(store, analyzer)
    expect(calls).toMatchObject({ calls: 12, model: 'claude-haiku-4-5', learnedFrom: 0 })
    expect(calls?.nanoUsd?.most).toBeGreaterThanOrEqual(run.spending?.nanoUsd ?? Infinity)
    expect(calls?.tokens.most).toBeGreaterThanOrEqual(12 * 2100)
  })

  it('learns from the runs before what answers and tokens that are sent cost', async () => {
    const store = await storeWith(30)
    const usage = usageOf(10, 50, 90, 0)
    const analyzer = askingAnalyzer(fakeProvider(() => ({ usage })))
    await runAnalysis(store, analyzer)
    await store.mergeThreads(
      Array.from({ length: 10 }, (_, i) => threadOf(['u: hi', 'u: there'], `t${i}`)),
    )
    const { calls } = await estimateAnalysis(store, analyzer)
    expect(calls).toMatchObject({ calls: 10, learnedFrom: 30 })
    expect(calls?.tokens.output).toBe(500)
    // Nine of ten tokens came from the cache, at a tenth of the price.
    const input = (calls?.tokens.input ?? 0) * (1000 * 0.1 + 100 * 0.9)
    expect(calls?.nanoUsd?.about).toBe(Math.round(input + 500 * 5000))
  })

  it('names no price where none is known', async () => {
    const store = await storeWith(2)
    const analyzer = askingAnalyzer(fakeProvider(() => ({}), 'unheard-of'))
    const { calls } = await estimateAnalysis(store, analyzer)
    expect(calls).not.toHaveProperty('nanoUsd')
    expect(calls?.tokens.most).toBeGreaterThan(0)
  })

  it('of many threads reads some, for all', async () => {
    const store = await storeWith(1200)
    const { calls, threads } = await estimateAnalysis(
      store,
      askingAnalyzer(fakeProvider(() => ({}))),
    )
    expect(calls?.calls).toBe(1200)
    expect(threads).toHaveLength(1000)
  })
})
