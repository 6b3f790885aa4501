import { setTimeout as delay } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import type { Analyzer } from '../../src/analysis/analyzer.ts'
import { openAnalyzer } from '../../src/analysis/registry.ts'
import { runAnalysis } from '../../src/analysis/run-analysis.ts'
import { workingHere } from '../../src/analysis/run/this-process.ts'
import type { Run } from '../../src/domain/analysis/run.ts'
import type { ChatStore } from '../../src/storage/chat-store.ts'
import { threadOf } from './thread-of.ts'
import { storeWith } from './store-with.ts'

/** Above what Linux gives to a process: one that is there no more. */
const NO_PROCESS = 2 ** 22 + 1
/** A process of this machine that is there no more. */
const DEAD = { ...workingHere(), pid: NO_PROCESS }
const { pidSpace: _pidSpace, ...UNMARKED } = DEAD

/** The local analyzer, which notes what it is given, and may wait or fail before each thread. */
async function noting(
  before: (threadId: string) => Promise<void> | void = () => undefined,
): Promise<Analyzer & { readonly given: string[] }> {
  const local = await openAnalyzer('local')
  const given: string[] = []
  return {
    key: local.key,
    given,
    analyze: async (thread, options) => {
      given.push(thread.id)
      await before(thread.id)
      return local.analyze(thread, options)
    },
  }
}

const sum = (runs: readonly Run[]) => runs.reduce((total, { analyzed }) => total + analyzed, 0)

/** A run of another process that was killed while it had claims. */
async function leaveBehind(
  store: ChatStore,
  analyzerKey: string,
  { worker, lease }: { worker: NonNullable<Run['worker']>; lease: number },
): Promise<void> {
  const id = '2025-03-10T09:00:00.000Z-00000000'
  const now = new Date().toISOString()
  await store.putRecords('run', [
    {
      id,
      analyzerKey,
      startedAt: now,
      status: 'running',
      schemaVersion: 2,
      planned: 9,
      analyzed: 0,
      failed: 0,
      failedBy: {},
      errors: [],
      worker: { ...worker, heartbeatAt: now },
    },
  ])
  await store.claimPending({ analyzerKey, worker: id, lease, limit: 5 })
}

describe('runs at once', () => {
  it('analyze each thread once, with true counts, one history and one topic model', async () => {
    const store = await storeWith(240)
    const analyzer = await noting()
    const runs = await Promise.all([1, 2, 3].map(() => runAnalysis(store, analyzer)))
    expect(runs.map(({ status }) => status)).toEqual(['done', 'done', 'done'])
    expect(analyzer.given.toSorted()).toEqual([...new Set(analyzer.given)].toSorted())
    expect(sum(runs)).toBe(240)
    expect(await store.countRecords('analysis')).toBe(240)
    expect(await store.countRecords('history')).toBe(240)
    expect(await store.countPending(analyzer.key)).toBe(0)
    expect(await store.countRecords('topicModel')).toBe(1)
    expect(await store.countRecords('topicAssignment')).toBe(240)
  })

  it('share what is slow thread by thread, down to the last', async () => {
    const store = await storeWith(24)
    const slow = await noting(() => delay(150))
    const runs = await Promise.all([runAnalysis(store, slow), runAnalysis(store, slow)])
    expect(sum(runs)).toBe(24)
    for (const { analyzed } of runs) expect(analyzed).toBeGreaterThan(4)
  })

  it('keep to their limits and leave the rest', async () => {
    const store = await storeWith(100)
    const analyzer = await noting()
    const runs = await Promise.all([30, 45].map((limit) => runAnalysis(store, analyzer, { limit })))
    expect(runs.map(({ analyzed }) => analyzed)).toEqual([30, 45])
    expect(await store.countPending(analyzer.key)).toBe(25)
  })

  it('both come to an end where threads fail, each having tried them once', async () => {
    const store = await storeWith(40)
    const analyzer = await noting((id) => {
      if (id.endsWith('7')) throw new Error('no')
    })
    const runs = await Promise.all([runAnalysis(store, analyzer), runAnalysis(store, analyzer)])
    expect(sum(runs)).toBe(36)
    for (const { failed } of runs) expect(failed).toBe(4)
    expect(await store.countPending(analyzer.key)).toBe(4)
  })

  it('give back what they had when they are stopped', async () => {
    const store = await storeWith(40)
    const stop = new AbortController()
    const analyzer = await noting((id) => {
      if (id === 't10') stop.abort()
    })
    const run = await runAnalysis(store, analyzer, { signal: stop.signal, lease: 3_600_000 })
    expect(run.status).toBe('interrupted')
    const query = { analyzerKey: analyzer.key, worker: 'other', lease: 1000, limit: 1000 }
    expect(await store.claimPending(query)).toHaveLength(40 - run.analyzed)
  })

  it.skipIf(DEAD.pidSpace === undefined)(
    'take over at once what a dead process of this machine had (not where it tells no PID namespace)',
    async () => {
      const store = await storeWith(20)
      const analyzer = await noting()
      await leaveBehind(store, analyzer.key, { worker: DEAD, lease: 3_600_000 })
      expect(await runAnalysis(store, analyzer)).toMatchObject({ status: 'done', analyzed: 20 })
    },
  )

  it.each([
    ['of another machine', { ...DEAD, host: 'elsewhere' }],
    ['of a container with the same host name', { ...DEAD, pidSpace: 'of another container' }],
    ['that does not say where its id is one', UNMARKED],
  ])('wait for what a process %s has, until its lease has lapsed', async (_, worker) => {
    const store = await storeWith(20)
    const analyzer = await noting()
    const start = performance.now()
    await leaveBehind(store, analyzer.key, { worker, lease: 700 })
    expect(await runAnalysis(store, analyzer)).toMatchObject({ status: 'done', analyzed: 20 })
    expect(performance.now() - start).toBeGreaterThan(600)
  })

  it('stop waiting when told', async () => {
    const store = await storeWith(5)
    const analyzer = await noting()
    await leaveBehind(store, analyzer.key, {
      worker: { ...DEAD, host: 'elsewhere' },
      lease: 3_600_000,
    })
    const signal = AbortSignal.timeout(300)
    expect(await runAnalysis(store, analyzer, { signal })).toMatchObject({
      status: 'interrupted',
      analyzed: 0,
    })
  })

  it('keep what they have while a thread takes longer than their lease', async () => {
    const store = await storeWith(4)
    const slow = await noting((id) => delay(id === 't0' ? 2500 : 0))
    const first = runAnalysis(store, slow, { lease: 1000 })
    await expect.poll(() => slow.given.length, { timeout: 10_000 }).toBe(1)
    const runs = await Promise.all([first, runAnalysis(store, slow, { lease: 1000 })])
    expect(sum(runs)).toBe(4)
    expect(slow.given).toHaveLength(4)
  })

  it('store nothing of a thread that another was given while they stood still', async () => {
    const store = await storeWith(3)
    const { key } = await openAnalyzer('local')
    let isStolen = false
    const stolen = await noting(async (id) => {
      if (id !== 't0' || isStolen) return
      isStolen = true
      // As after a sleep: the timer had no turn, and the lease is over.
      await store.releaseClaims(key, await workerOf(store))
      await store.claimPending({ analyzerKey: key, worker: 'thief', lease: 500, limit: 1 })
      const wakeAt = Date.now() + 400
      while (Date.now() < wakeAt) {
        // Nothing else of this process runs.
      }
    })
    const run = await runAnalysis(store, stolen, { lease: 600 })
    expect(run).toMatchObject({ status: 'done', analyzed: 3 })
    // Its first result was not its own any more; it came to the thread again when the thief's lease was over.
    expect(stolen.given.filter((id) => id === 't0')).toHaveLength(2)
    expect(await store.countRecords('history')).toBe(3)
  })

  it('read no record a thread when nothing is pending', async () => {
    const store = await storeWith(300)
    const analyzer = await noting()
    await runAnalysis(store, analyzer)
    const asked: string[] = []
    const counting = new Proxy(store, {
      get(target, name, receiver) {
        if (typeof name === 'string') asked.push(name)
        return Reflect.get(target, name, receiver) as unknown
      },
    })
    expect(await runAnalysis(counting, analyzer)).toMatchObject({ status: 'done', analyzed: 0 })
    expect(asked.length).toBeLessThan(20)
    expect(asked).not.toContain('listAnalyses')
    expect(asked).not.toContain('getThreads')
  })

  it('give topics to what one that broke off before its end left without', async () => {
    const store = await storeWith(60)
    const analyzer = await noting()
    await runAnalysis(store, analyzer)
    const [model] = await store.listRecords('topicModel')
    // What a run before had analyzed when no model was there, and did not come to give a topic.
    await store.mergeThreads([threadOf(['u: how do I export track 9?', 'a: Press export.'], 'new')])
    const thread = await store.getThread('new')
    if (thread === undefined) throw new Error('it is not there')
    const analysis = await analyzer.analyze(thread, {})
    await store.putRecords('analysis', [analysis])
    await store.putRecords('run', [
      {
        id: '2999-03-10T09:00:00.000Z-00000000',
        analyzerKey: analyzer.key,
        startedAt: '2999-03-10T09:00:00.000Z',
        finishedAt: '2999-03-10T09:00:01.000Z',
        status: 'interrupted',
        schemaVersion: 2,
        planned: 1,
        analyzed: 1,
        failed: 0,
        failedBy: {},
        errors: [],
      },
    ])
    const run = await runAnalysis(store, analyzer)
    expect(run).toMatchObject({ analyzed: 0, topicModelId: model?.id })
    expect(await store.countRecords('topicAssignment')).toBe(61)
  })
})

async function workerOf(store: ChatStore): Promise<string> {
  const [run] = await store.listRecords('run', { descending: true, limit: 1 })
  return run?.id ?? ''
}
