import { afterEach, describe, expect, it, vi } from 'vitest'
import { estimateAnalysis } from '../../../src/analysis/estimate-analysis.ts'
import type { BatchService } from '../../../src/analysis/models/model-provider.ts'
import { planAnalysis, runAnalysis } from '../../../src/analysis/run-analysis.ts'
import { batchSchema } from '../../../src/domain/analysis/batch.ts'
import { allTokens } from '../../../src/domain/analysis/spending.ts'
import { HitCraftError } from '../../../src/errors/hitcraft-error.ts'
import type { ChatStore } from '../../../src/storage/chat-store.ts'
import type { BatchBehaviour } from '../../services/models/batch-desk.ts'
import type { Behave } from '../../services/models/model-double.ts'
import { plainReader } from '../../services/models/plain-reader.ts'
import { threadOf } from '../thread-of.ts'
import { storeWith } from '../store-with.ts'
import { PAUSE, withBatches } from './with-batches.ts'

afterEach(() => void vi.useRealTimers())

describe.each(['claude', 'openai'] as const)('a run of %s with batches', (name) => {
  it('stores what the same calls one by one would prove, for half the price', async () => {
    const [one, two] = [await storeWith(12), await storeWith(12)]
    const { analyzer, batched, double, oneByOne } = await withBatches(name)
    const single = await oneByOne(two)
    const run = await batched(one)
    expect(run).toMatchObject({ status: 'done', analyzed: 12, failed: 0, planned: 12 })
    const { spending } = run
    expect(spending?.answered).toBe(12)
    expect((spending?.nanoUsd ?? 0) + (spending?.saved ?? 0)).toBeGreaterThan(0)
    expect(Math.abs((spending?.nanoUsd ?? 0) - (spending?.saved ?? 0))).toBeLessThanOrEqual(12)
    for (let i = 0; i < 12; i++) {
      const analysis = await one.getAnalysis(`t${i}`, analyzer.key)
      expect(analysis?.requests).toHaveLength(1)
      expect(analysis).toEqual(await two.getAnalysis(`t${i}`, analyzer.key))
    }
    expect(single.spending?.answered).toBe(12)
    expect(await one.countPending(analyzer.key)).toBe(0)
    const [batch, ...others] = await one.listRecords('batch')
    expect(others).toEqual([])
    expect(batchSchema.parse(batch)).toMatchObject({ status: 'collected', rows: [], spending })
    // The same command again pays nothing.
    expect(await batched(one)).toMatchObject({ status: 'done', analyzed: 0 })
    expect(double.batches).toHaveLength(1)
  })

  it('interrupted, leaves it under way; the next collects it and pays nothing twice', async () => {
    const store = await storeWith(5)
    let state: NonNullable<BatchBehaviour['state']> = 'working'
    const { analyzer, batched, double, oneByOne, submitted } = await withBatches(
      name,
      plainReader,
      () => ({
        state,
      }),
    )
    const first = await submitted(store)
    expect(first).toMatchObject({ status: 'interrupted', analyzed: 0 })
    expect(first.spending).toMatchObject({ answered: 0 })
    expect(await planAnalysis(store, analyzer)).toMatchObject({
      pending: 5,
      planned: 0,
      underWay: 5,
    })
    // Nobody else asks for them meanwhile.
    expect(await oneByOne(store)).toMatchObject({ status: 'done', analyzed: 0 })
    state = 'ended'
    const next = await batched(store)
    expect(next).toMatchObject({ status: 'done', planned: 5, analyzed: 5 })
    expect(next.spending?.answered).toBe(5)
    expect(double.batches).toHaveLength(1)
    expect(double.billed).toHaveLength(5)
    const [batch] = await store.listRecords('batch')
    expect(batch).toMatchObject({ runId: first.id, collectedBy: next.id })
  })

  it.each(['lose', 'drop'] as const)(
    'finds out what became of a submission (%s)',
    async (submit) => {
      const store = await storeWith(3)
      let looked = 0
      const { batched, double } = await withBatches(name, plainReader, () =>
        looked++ === 0 ? { submit } : {},
      )
      const run = await batched(store, { batch: { listedAfter: 50 } })
      expect(run).toMatchObject({ status: 'done', analyzed: 3 })
      expect(double.batches).toHaveLength(1)
      expect(double.billed).toHaveLength(3)
      const statuses = (await store.listRecords('batch')).map(({ status }) => status)
      expect(statuses).toEqual(submit === 'lose' ? ['collected'] : ['void', 'collected'])
    },
  )

  it('takes of its rows what stands, once, and leaves the rest pending', async () => {
    const store = await storeWith(8)
    const behave: Behave = (asked) => {
      const about = (track: number) => asked.transcript.includes(`track ${track} `)
      if (about(1)) return { does: 'hang' }
      if (about(2)) return { does: 'status', status: 500 }
      if (about(3)) return { does: 'status', status: 400 }
      if (about(4)) return { does: 'answer', value: 'No.', stop: 'refusal' }
      if (about(5)) return { does: 'answer', value: { rating: 10 } }
      return plainReader(asked)
    }
    const lines: BatchBehaviour['lines'] = (all) => {
      const missing = all.filter((line) => !/-6-0"/.test(line))
      const cut = missing.map((line) => (/-7-0"/.test(line) ? line.slice(0, -9) : line))
      return [...cut, ...cut, '', 'nonsense']
    }
    const { analyzer, batched, double } = await withBatches(name, behave, () => ({ lines }))
    const run = await batched(store)
    expect(run).toMatchObject({
      status: 'done',
      analyzed: 1,
      failed: 7,
      failedBy: { ANSWER_REFUSED: 1, ANSWER_MALFORMED: 1, INVALID_INPUT: 1, UNAVAILABLE: 4 },
      spending: {
        answered: 3,
        failed: { errored: 2, expired: 1, missing: 2 },
        uncertain: { calls: 2 },
      },
    })
    expect(await store.countPending(analyzer.key)).toBe(7)
    expect(double.batches).toHaveLength(1)
  })

  it('asks about all windows of a long thread, and sends no personal data', async () => {
    const store = await storeWith(0)
    const long = Array.from({ length: 30 }, (_, i) =>
      i % 2 === 0 ? `u: Part ${i} of my song. ${'la '.repeat(2000)}` : 'a: Go on.',
    )
    const mail = ['u: My mail is ana.ruiz@example.net now.', 'a: I cannot change it.']
    await store.mergeThreads([threadOf(long, 'long'), threadOf(mail, 'mail')])
    const { analyzer, batched, double } = await withBatches(name)
    expect(await batched(store)).toMatchObject({ analyzed: 2, failed: 0 })
    const [batch] = double.batches ?? []
    expect(batch?.requests.length).toBeGreaterThan(3)
    expect(JSON.stringify(batch?.requests)).not.toContain('ana.ruiz')
    expect(JSON.stringify(batch?.requests)).toContain('[MAIL_1]')
    expect(JSON.stringify(batch?.requests.map(({ custom_id }) => custom_id))).not.toMatch(
      /long|mail/,
    )
    const analysis = await store.getAnalysis('mail', analyzer.key)
    expect(JSON.stringify(analysis)).toContain('ana.ruiz@example.net')
  })

  it('keeps to its budget, a batch at its most until it is collected', async () => {
    const store = await storeWith(40)
    const { analyzer, batched, double } = await withBatches(name)
    const plan = await estimateAnalysis(store, analyzer, { batch: true })
    const most = plan.calls?.tokens.most ?? 0
    const budget = { tokens: Math.floor(most / 3) }
    const run = await batched(store, { budget })
    // More of them fit once the first batch has given back what it did not cost.
    expect(double.batches.length).toBeGreaterThan(2)
    expect(run.spending && allTokens(run.spending.tokens)).toBeLessThanOrEqual(budget.tokens)
    expect(run.analyzed).toBeGreaterThan(13)
    const rest = await batched(store, { budget: { tokens: 100 } })
    expect(rest).toMatchObject(
      run.analyzed === 40 ? { status: 'done' } : { status: 'budget', analyzed: 0 },
    )
  })

  it('holds what an earlier run submitted against its own budget', async () => {
    const store = await storeWith(6)
    let state: NonNullable<BatchBehaviour['state']> = 'working'
    const { analyzer, batched, double, submitted } = await withBatches(name, plainReader, () => ({
      state,
    }))
    const plan = await estimateAnalysis(store, analyzer, { batch: true })
    const budget = { tokens: Math.floor((plan.calls?.tokens.most ?? 0) / 2) }
    await submitted(store, { budget })
    await submitted(store, { budget })
    expect(double.batches.map(({ requests }) => requests.length)).toEqual([3])
    state = 'ended'
    expect(await batched(store, { budget })).toMatchObject({ analyzed: 6 })
  })

  it('stores nothing of what has changed or is erased meanwhile, and counts what it cost', async () => {
    const store = await storeWith(4)
    let state: NonNullable<BatchBehaviour['state']> = 'working'
    const { analyzer, batched, double, submitted } = await withBatches(name, plainReader, () => ({
      state,
    }))
    await submitted(store)
    await store.eraseThreads(['t1'])
    expect(JSON.stringify(await store.listRecords('batch'))).not.toContain('"t1"')
    const grown = ['u: how do I export track 2 as a wav file?', 'a: Press export.', 'u: Thanks!']
    await store.mergeThreads([threadOf(grown, 't2')])
    state = 'ended'
    const run = await batched(store)
    // The one that has changed is asked about anew.
    expect(run).toMatchObject({ status: 'done', analyzed: 3, failed: 0, spending: { answered: 5 } })
    expect(double.batches.map(({ requests }) => requests.length)).toEqual([4, 1])
    expect(await store.listRecords('batch')).toMatchObject([{ changed: 1 }, {}])
    expect(await store.getAnalysis('t1', analyzer.key)).toBeUndefined()
    expect(JSON.stringify(await store.getAnalysis('t2', analyzer.key))).toContain('thanks')
  })

  it('collects again, for nothing, what a run stored before it could say so', async () => {
    const store = await storeWith(3)
    const { batched, double } = await withBatches(name)
    const full = new HitCraftError('NO_SPACE', 'the disk is full')
    const putRecords: ChatStore['putRecords'] = async (kind, records) => {
      if (JSON.stringify(records).includes('"collected"')) throw full
      return store.putRecords(kind, records)
    }
    const failing = new Proxy(store, {
      get(target, member) {
        if (member === 'putRecords') return putRecords
        const value: unknown = Reflect.get(target, member, target)
        return typeof value === 'function' ? value.bind(target) : value
      },
    })
    await expect(batched(failing)).rejects.toBe(full)
    expect(await store.listRecords('run')).toMatchObject([{ status: 'failed', analyzed: 3 }])
    const run = await batched(store)
    expect(run).toMatchObject({ status: 'done', analyzed: 0, spending: { answered: 3 } })
    expect(double.billed).toHaveLength(3)
    expect(double.batches).toHaveLength(1)
  })

  it('keeps a batch that the service says it does not know, until somebody gives it up', async () => {
    const store = await storeWith(2)
    let state: NonNullable<BatchBehaviour['state']> = 'working'
    const { batched, oneByOne, submitted } = await withBatches(name, plainReader, () => ({ state }))
    await submitted(store)
    const [batch] = await store.listRecords('batch')
    const giveUp = batch?.id ?? ''
    // As with another key.
    state = 'gone'
    await expect(batched(store)).rejects.toMatchObject({
      code: 'NOT_FOUND',
      remedy: expect.stringContaining(`--give-up ${giveUp}`),
    })
    expect(await oneByOne(store)).toMatchObject({ analyzed: 0 })
    const run = await batched(store, { batch: { giveUp } })
    expect(run).toMatchObject({
      status: 'done',
      failedBy: { UNAVAILABLE: 2 },
      spending: { failed: { missing: 2 }, uncertain: { calls: 2 } },
    })
    expect(await store.listRecords('batch')).toMatchObject([{ status: 'void' }])
    expect(await oneByOne(store)).toMatchObject({ analyzed: 2 })
  })

  it('keeps a batch whose answers the service shows no more, until somebody gives it up', async () => {
    const store = await storeWith(2)
    let isWorking = true
    const { batched, submitted } = await withBatches(name, plainReader, () =>
      isWorking ? { state: 'working' } : { results: 'gone' },
    )
    await submitted(store)
    isWorking = false
    await expect(batched(store)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    const [batch] = await store.listRecords('batch')
    expect(batch).toMatchObject({ status: 'submitted' })
    await batched(store, { batch: { giveUp: batch?.id ?? '' } })
    expect(await store.listRecords('batch')).toMatchObject([{ status: 'void' }])
  })

  it('reads a batch whole once it is known again', async () => {
    const store = await storeWith(2)
    let state: NonNullable<BatchBehaviour['state']> = 'working'
    const { batched, double, submitted } = await withBatches(name, plainReader, () => ({ state }))
    await submitted(store)
    state = 'gone'
    await expect(batched(store)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    state = 'ended'
    expect(await batched(store)).toMatchObject({ status: 'done', analyzed: 2 })
    expect(double.batches).toHaveLength(1)
  })

  it('collects the other batches where one is not known', async () => {
    const store = await storeWith(4)
    let isOver = false
    const { analyzer, batched, double, submitted } = await withBatches(
      name,
      plainReader,
      ({ id }) => ({
        state: !isOver ? 'working' : id === double.batches[0]?.id ? 'gone' : 'ended',
      }),
    )
    for (const limit of [1, 3]) await submitted(store, { limit })
    isOver = true
    await expect(batched(store)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    expect(await store.countPending(analyzer.key)).toBe(1)
    const [unknown, ...others] = await store.listRecords('batch')
    expect(unknown).toMatchObject({ status: 'submitted' })
    expect(others.every(({ status }) => status === 'collected')).toBe(true)
  })

  it('leaves a batch open whose threads another run has claimed, and reads it then', async () => {
    const store = await storeWith(5)
    let state: NonNullable<BatchBehaviour['state']> = 'working'
    const { promise: released, resolve: release } = Promise.withResolvers<void>()
    const behave: Behave = async (asked) => {
      if (asked.transcript.includes('track 90 ')) await released
      return plainReader(asked)
    }
    const { analyzer, batched, double, oneByOne, submitted } = await withBatches(
      name,
      behave,
      () => ({ state }),
    )
    await submitted(store)
    await store.mergeThreads([threadOf(['u: how do I export track 90 today?', 'a: So.'], 't90')])
    const plain = oneByOne(store)
    await expect.poll(() => double.asked.length).toBeGreaterThan(0)
    state = 'ended'
    const { promise: waits, resolve: tellsThatItWaits } = Promise.withResolvers<void>()
    const next = batched(store, { batch: { onWaiting: () => tellsThatItWaits() } })
    await waits
    expect(await store.listRecords('batch')).toMatchObject([{ status: 'submitted' }])
    release()
    const runs = await Promise.all([plain, next])
    expect(runs.map(({ analyzed }) => analyzed)).toEqual([1, 5])
    expect(double.billed).toHaveLength(6)
    expect(await store.countPending(analyzer.key)).toBe(0)
  })

  it('gives nothing twice to a service that was given it slowly and lists it late', async () => {
    vi.useFakeTimers({ toFake: ['Date'] })
    const store = await storeWith(3)
    const { analyzer, double } = await withBatches(name)
    const { asks } = analyzer
    const service = asks?.provider.batches
    if (asks === undefined || service === undefined) throw new Error('no batches')
    let isListed = false
    const batches: BatchService = {
      ...service,
      async submit(...given) {
        const batchId = await service.submit(...given)
        if (double.batches.length > 1) return batchId
        vi.setSystemTime(Date.now() + 6000)
        throw new HitCraftError('UNAVAILABLE', 'the connection was lost')
      },
      async find(...given) {
        if (isListed) return service.find(...given)
        isListed = true
        return undefined
      },
    }
    const slow = { ...analyzer, asks: { ...asks, provider: { ...asks.provider, batches } } }
    const run = await runAnalysis(store, slow, { batch: { pause: PAUSE, listedAfter: 5000 } })
    expect(run).toMatchObject({ status: 'done', analyzed: 3 })
    expect(double.batches).toHaveLength(1)
  })

  it('shares its threads and batches with another run at the same time', async () => {
    const store = await storeWith(10)
    let looks = 0
    const { analyzer, batched, double } = await withBatches(name, plainReader, () => ({
      state: ++looks < 12 ? 'working' : 'ended',
    }))
    const runs = await Promise.all([batched(store), batched(store)])
    expect(runs.map(({ status }) => status)).toEqual(['done', 'done'])
    expect(runs.reduce((sum, { analyzed }) => sum + analyzed, 0)).toBe(10)
    expect(runs.reduce((sum, { spending }) => sum + (spending?.answered ?? 0), 0)).toBe(10)
    expect(await store.countPending(analyzer.key)).toBe(0)
    expect(double.billed).toHaveLength(10)
  })

  it('fails where the service takes no batches, or not this one', async () => {
    const store = await storeWith(2)
    const { batched } = await withBatches(name, plainReader, () => ({ submit: 404 }))
    await expect(batched(store)).rejects.toMatchObject({ code: 'UNSUPPORTED' })
    expect(await store.listRecords('batch')).toMatchObject([{ status: 'void', rows: [] }])
    const other = await withBatches(name, plainReader, () => ({ submit: 400 }))
    await expect(other.batched(store)).rejects.toMatchObject({ code: 'INVALID_INPUT' })
  })
})

it('ends where OpenAI takes none of a batch', async () => {
  const store = await storeWith(2)
  const { batched } = await withBatches('openai', plainReader, () => ({ state: 'failed' }))
  const run = await batched(store)
  expect(run).toMatchObject({ status: 'done', analyzed: 0, failedBy: { UNAVAILABLE: 2 } })
  expect(run.errors[0]?.message).toContain('token_limit_exceeded')
  expect(run.spending).toMatchObject({ failed: { errored: 2 }, nanoUsd: 0 })
  expect(await store.listRecords('batch')).toMatchObject([{ status: 'void' }])
})
