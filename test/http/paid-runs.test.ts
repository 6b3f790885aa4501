import { afterEach, describe, expect, it } from 'vitest'
import { runListSchema, runPlanSchema } from '../../src/http/schemas/runs.ts'
import { liveStateSchema } from '../../src/http/schemas/state.ts'
import { askingAnalyzer } from '../analysis/models/runs/asking-analyzer.ts'
import { down, fakeProvider, usageOf } from '../analysis/models/runs/fake-provider.ts'
import type { FakeProvider } from '../analysis/models/runs/fake-provider.ts'
import { exampleLog, exampleThread, openTestApp } from './test-app.ts'
import type { TestApp } from './test-app.ts'

let opened: TestApp | undefined

afterEach(async () => {
  await opened?.close()
  opened = undefined
})

async function openPaid(fake: FakeProvider): Promise<TestApp> {
  opened = await openTestApp({ analyzer: askingAnalyzer(fake) })
  return opened
}

const answering = () => fakeProvider(() => ({ usage: usageOf(1000, 100) }))

async function fill({ store }: TestApp, count: number): Promise<void> {
  await store.mergeThreads(Array.from({ length: count }, (_, i) => exampleThread(`t${i}`, 'how?')))
}

const runsOf = async ({ app }: TestApp) =>
  runListSchema.parse((await app.inject('/api/runs')).json()).items

describe('a server whose analyzer asks a model', () => {
  it('analyzes nothing before it is told to, also what is imported', async () => {
    const fake = answering()
    const paid = await openPaid(fake)
    await paid.app.inject({
      method: 'POST',
      url: '/api/imports?name=log.jsonl',
      headers: { 'content-type': 'application/octet-stream' },
      payload: exampleLog(3),
    })
    await paid.jobs.idle()
    expect(await paid.store.countThreads({})).toBe(3)
    expect(fake.asked).toHaveLength(0)
    const overview = (await paid.app.inject('/api/overview')).json() as object
    expect(overview).toMatchObject({
      pending: 3,
      model: { provider: 'fake', name: 'claude-haiku-4-5' },
    })
  })

  it('says what it would cost, without sending anything', async () => {
    const fake = answering()
    const paid = await openPaid(fake)
    await fill(paid, 5)
    const answer = await paid.app.inject('/api/runs/plan')
    const plan = runPlanSchema.parse(answer.json())
    expect(plan).toMatchObject({ pending: 5, planned: 5, changed: 0 })
    expect(plan.calls).toMatchObject({ calls: 5, model: 'claude-haiku-4-5' })
    expect(plan.calls?.nanoUsd?.most).toBeGreaterThan(plan.calls?.nanoUsd?.about ?? Infinity)
    expect(fake.asked).toHaveLength(0)
    const some = await paid.app.inject('/api/runs/plan?limit=2')
    expect(runPlanSchema.parse(some.json())).toMatchObject({ pending: 5, planned: 2 })
  })

  it('says of a plan whose prices they are, what a batch will answer, and what a sample costs', async () => {
    const paid = await openPaid({ ...answering(), isElsewhere: true })
    await fill(paid, 5)
    const [one] = await paid.store.listPending({ analyzerKey: paid.analyzerKey, limit: 1 })
    const thread = { id: one?.id ?? '', contentHash: one?.contentHash ?? '', sent: ['a'] }
    await paid.store.putRecords('batch', [
      {
        id: '2026-01-01T00:00:00.000Z-00000000',
        analyzerKey: paid.analyzerKey,
        runId: 'r',
        provider: 'fake',
        model: 'claude-haiku-4-5',
        status: 'submitted',
        madeAt: '2026-01-01T00:00:00.000Z',
        batchId: 'b',
        requests: 1,
        most: { tokens: 1 },
        rows: [{ thread, requests: [{ input: 1, output: 1 }] }],
      },
    ])
    const planned = async (query: string) =>
      runPlanSchema.parse((await paid.app.inject(`/api/runs/plan${query}`)).json())
    expect(await planned('')).toMatchObject({
      planned: 4,
      underWay: 1,
      calls: { calls: 4, isElsewhere: true },
    })
    expect(await planned('?sample=2')).toMatchObject({ pending: 5, planned: 2 })
  })

  it('keeps to the budget it was given, and says what it spent', async () => {
    const paid = await openPaid(answering())
    await fill(paid, 30)
    const states: unknown[] = []
    paid.jobs.subscribe(() => states.push(paid.jobs.state().run?.spending?.nanoUsd))
    const budget = { tokens: 12_000 }
    const answer = await paid.app.inject({
      method: 'POST',
      url: '/api/runs',
      payload: { budget },
    })
    expect(answer.statusCode).toBe(202)
    await paid.jobs.idle()
    const [run] = await runsOf(paid)
    expect(run).toMatchObject({ status: 'budget', budget, failed: 0 })
    expect((run?.spending?.answered ?? 0) * 1100).toBeLessThanOrEqual(budget.tokens)
    expect(states).toContain(run?.spending?.nanoUsd)
    expect(paid.errors).toEqual([])
  })

  it('refuses another request while one waits or runs, and says which', async () => {
    const { promise, resolve: answer } = Promise.withResolvers<void>()
    const fake = fakeProvider(async () => {
      await promise
      return { usage: usageOf(1000, 100) }
    })
    const paid = await openPaid(fake)
    await fill(paid, 3)
    const start = (payload: object) =>
      paid.app.inject({ method: 'POST', url: '/api/runs', payload })
    const wanted = { budget: { nanoUsd: 2_000_000_000 } }
    expect((await start(wanted)).statusCode).toBe(202)
    await expect.poll(() => fake.asked.length).toBe(3)
    const refused = await start({ budget: { nanoUsd: 9_000_000_000 } })
    expect(refused.statusCode).toBe(409)
    expect(refused.json()).toMatchObject({
      error: {
        code: 'CONFLICT',
        message:
          'an analysis runs already (0 of 3 threads): all that is pending, for at most $2.00',
      },
    })
    expect((await start(wanted)).statusCode).toBe(202)
    answer()
    await paid.jobs.idle()
    expect(await runsOf(paid)).toMatchObject([{ status: 'done', budget: wanted.budget }])
  })

  it('refuses a budget that it cannot keep', async () => {
    const paid = await openPaid(fakeProvider(() => ({}), 'unheard-of'))
    await fill(paid, 1)
    const payload = { budget: { nanoUsd: 1_000_000_000 } }
    const answer = await paid.app.inject({ method: 'POST', url: '/api/runs', payload })
    expect(answer.statusCode).toBe(400)
    expect(answer.json()).toMatchObject({ error: { code: 'INVALID_INPUT' } })
  })

  it('tells an outage and does not begin again by itself', async () => {
    const fake = fakeProvider(() => down(503, 3_600_000))
    const paid = await openPaid(fake)
    await fill(paid, 4)
    await paid.app.inject({ method: 'POST', url: '/api/runs', payload: {} })
    await paid.jobs.idle()
    const calls = fake.asked.length
    const state = liveStateSchema.parse((await paid.app.inject('/api/state')).json())
    expect(state.run).toMatchObject({ status: 'outage', error: { code: 'UNAVAILABLE' } })
    expect(state.run?.error?.message).toContain('asks to wait for 60 minutes')
    expect(await runsOf(paid)).toMatchObject([{ status: 'outage', failed: 0, failedBy: {} }])
    expect(fake.asked).toHaveLength(calls)
  })

  it('counts failures by kind', async () => {
    const fake = fakeProvider(({ transcript }) =>
      transcript.endsWith('t1') ? { stop: 'refusal' } : {},
    )
    const paid = await openPaid(fake)
    await fill(paid, 3)
    await paid.app.inject({ method: 'POST', url: '/api/runs', payload: {} })
    await paid.jobs.idle()
    expect(await runsOf(paid)).toMatchObject([
      { status: 'done', analyzed: 2, failed: 1, failedBy: { ANSWER_REFUSED: 1 } },
    ])
  })
})
