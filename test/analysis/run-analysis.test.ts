import { describe, expect, it } from 'vitest'
import type { Analyzer } from '../../src/analysis/analyzer.ts'
import { openAnalyzer } from '../../src/analysis/registry.ts'
import { planAnalysis, runAnalysis } from '../../src/analysis/run-analysis.ts'
import { runSchema } from '../../src/domain/analysis/run.ts'
import { HitCraftError } from '../../src/errors/hitcraft-error.ts'
import type { ChatStore } from '../../src/storage/chat-store.ts'
import { threadOf } from './thread-of.ts'
import { storeWith } from './store-with.ts'

/** The local analyzer, with something to do before each thread. */
async function analyzerThat(before: (threadId: string, calls: number) => void): Promise<Analyzer> {
  const local = await openAnalyzer('local')
  let calls = 0
  return {
    key: local.key,
    analyze: async (thread, options) => {
      before(thread.id, ++calls)
      return local.analyze(thread, options)
    },
  }
}

describe('a run', () => {
  it('analyzes what is pending, once, with its history, topics and record', async () => {
    const store = await storeWith(450)
    const analyzer = await openAnalyzer('local')
    expect(await planAnalysis(store, analyzer, { limit: 7 })).toEqual({
      analyzerKey: analyzer.key,
      pending: 450,
      planned: 7,
    })
    const seen: [number, number][] = []
    const run = await runAnalysis(store, analyzer, {
      onProgress: (done, planned) => seen.push([done, planned]),
    })
    expect(runSchema.parse(run)).toMatchObject({
      status: 'done',
      planned: 450,
      analyzed: 450,
      failed: 0,
    })
    expect(run.worker).toBeUndefined()
    expect(seen.at(-1)).toEqual([450, 450])
    expect(await store.countPending(analyzer.key)).toBe(0)
    expect(await store.countRecords('history')).toBe(450)
    expect(await store.countRecords('topicAssignment')).toBe(450)
    expect(await store.getRecord('run', run.id)).toEqual(run)

    const second = await runAnalysis(store, analyzer)
    expect(second).toMatchObject({ status: 'done', planned: 0, analyzed: 0 })
    expect(await store.countRecords('history')).toBe(450)
  })

  it('takes up only the thread that grew', async () => {
    const store = await storeWith(5)
    const analyzer = await openAnalyzer('local')
    await runAnalysis(store, analyzer)
    await store.mergeThreads([
      threadOf(
        ['u: how do I export track 2 as a wav file?', 'a: Press export.', 'u: thanks!'],
        't2',
      ),
    ])
    expect(await runAnalysis(store, analyzer)).toMatchObject({ analyzed: 1 })
    expect((await store.getAnalysis('t2', analyzer.key))?.outcome).toBe('resolved')
  })

  it('stops at its limit', async () => {
    const store = await storeWith(250)
    const analyzer = await openAnalyzer('local')
    expect(await runAnalysis(store, analyzer, { limit: 210 })).toMatchObject({
      analyzed: 210,
      planned: 210,
    })
    expect(await store.countPending(analyzer.key)).toBe(40)
  })

  it('interrupted, keeps what was done, and the next goes on from there', async () => {
    const store = await storeWith(450)
    const stop = new AbortController()
    const analyzer = await analyzerThat((_, calls) => {
      if (calls === 230) stop.abort()
    })
    const run = await runAnalysis(store, analyzer, { signal: stop.signal })
    expect(run.status).toBe('interrupted')
    expect(run.analyzed).toBeGreaterThanOrEqual(200)
    expect(await store.countPending(analyzer.key)).toBe(450 - run.analyzed)
    const next = await runAnalysis(store, await openAnalyzer('local'))
    expect(next).toMatchObject({ status: 'done', analyzed: 450 - run.analyzed })
    expect(await store.countRecords('history')).toBe(450)
  })

  it('counts a thread that fails, without its words, and leaves it pending', async () => {
    const store = await storeWith(3)
    const analyzer = await analyzerThat((id) => {
      if (id === 't0') throw new Error('secret words of the chat')
      if (id === 't1') throw new HitCraftError('UNAVAILABLE', 'the service is down')
    })
    const run = await runAnalysis(store, analyzer)
    expect(run).toMatchObject({ status: 'done', analyzed: 1, failed: 2 })
    expect(run.errors).toEqual([
      { threadId: 't0', code: 'INTERNAL', message: 'the analyzer broke on this thread (Error)' },
      { threadId: 't1', code: 'UNAVAILABLE', message: 'the service is down' },
    ])
    expect(await store.countPending(analyzer.key)).toBe(2)
  })

  it('marks one that a dead process left behind as interrupted', async () => {
    const store = await storeWith(1)
    const analyzer = await openAnalyzer('local')
    const heartbeatAt = '2025-03-10T10:00:00.000Z'
    const id = '2025-03-10T09:00:00.000Z-00000000'
    await store.putRecords('run', [
      {
        id,
        analyzerKey: analyzer.key,
        startedAt: '2025-03-10T09:00:00.000Z',
        status: 'running',
        schemaVersion: 2,
        planned: 9,
        analyzed: 4,
        failed: 0,
        failedBy: {},
        errors: [],
        worker: { host: 'elsewhere', pid: 1, heartbeatAt },
      },
    ])
    await runAnalysis(store, analyzer)
    const dead = await store.getRecord('run', id)
    expect(dead).toMatchObject({ status: 'interrupted', finishedAt: heartbeatAt, analyzed: 4 })
  })

  it('fails with the store’s error, and says so in its record', async () => {
    const store = await storeWith(2)
    const broken: ChatStore = Object.assign(Object.create(store) as ChatStore, {
      saveAnalyses: () => Promise.reject(new HitCraftError('NO_SPACE', 'the disk is full')),
    })
    await expect(runAnalysis(broken, await openAnalyzer('local'))).rejects.toMatchObject({
      code: 'NO_SPACE',
    })
    expect(await store.listRecords('run')).toMatchObject([{ status: 'failed', analyzed: 0 }])
  })
})
