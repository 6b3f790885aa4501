import { afterEach, expect, it } from 'vitest'
import { SharedBudget } from '../../../src/analysis/models/runs/budget/shared-budget.ts'
import type { SharedRun } from '../../../src/analysis/models/runs/budget/shared-run.ts'
import { RunStop } from '../../../src/analysis/models/runs/run-stop.ts'
import type { HistoryEntry } from '../../../src/domain/analysis/run.ts'
import { HitCraftError, isHitCraftError } from '../../../src/errors/hitcraft-error.ts'
import { pausing } from '../../../src/analysis/models/runs/budget/pausing.ts'
import { connectJobs } from '../../../src/jobs/pg-boss/connect.ts'
import { openChatStore } from '../../../src/storage/open-chat-store.ts'
import { down, fakeProvider, requestOf } from '../../analysis/models/runs/fake-provider.ts'
import { TEST_BACKENDS } from '../../services/backends.ts'
import { describeOn } from '../../services/describe-on.ts'
import { steady, unsteady } from '../../services/models/unsteady.ts'
import { threadAsked, timed } from '../paid-runs/asked-again.ts'
import { openSharedRuns, refusing } from './shared-runs.ts'
import type { SharedRuns } from './shared-runs.ts'
import type { QueueWorker } from './start-worker.ts'

const isLong = process.env['TEST_LONG'] === '1'
const THREADS = isLong ? 1000 : 80
const KILLS = isLong ? 5 : 1
const WRONG_KEY = 'sk-ant-of-nobody'
const PATIENT = { timeout: 300_000, interval: 20 }

let opened: SharedRuns | undefined

afterEach(async () => {
  await opened?.close()
  opened = undefined
})

/** What is saved, each thread once, and nothing else. @returns the lines of their history */
async function expectEachOnce({
  store,
  analyzerKey,
}: SharedRuns): Promise<readonly HistoryEntry[]> {
  await store.refresh()
  expect(await store.countPending(analyzerKey)).toBe(0)
  expect(await store.countRecords('analysis')).toBe(THREADS)
  expect(await store.countRecords('history')).toBe(THREADS)
  const entries = await store.listRecords('history', { limit: THREADS })
  expect(new Set(entries.map(({ threadId }) => threadId)).size).toBe(THREADS)
  return entries
}

/** How the run that was asked for ends. */
async function endOf(shared: SharedRuns): Promise<string> {
  const isOpen = async () => /waiting|running/.test((await shared.account()).status)
  await expect.poll(isOpen, PATIENT).toBe(false)
  return (await shared.account()).status
}

async function endOrderly(workers: readonly QueueWorker[]): Promise<void> {
  for (const worker of workers) worker.kill('SIGTERM')
  const ends = await Promise.all(workers.map(({ ended }) => ended))
  expect(ends).toEqual(workers.map(() => 0))
}

for (const backend of TEST_BACKENDS.filter(({ name }) => name === 'postgres 18')) {
  describeOn(backend, 'workers of a queue', (running) => {
    it('two of them, killed again and again, with 30 % of the calls failing: each thread is saved once, no saved one is asked for again, the budget is held', async () => {
      const { behave, askedAgain } = timed(unsteady)
      const shared = (opened = await openSharedRuns(running(), THREADS, behave))
      const { service, store } = shared
      const cap = THREADS * 30_000_000
      await shared.queue.want({ budget: { nanoUsd: cap } })
      const working: QueueWorker[] = [shared.startWorker(), shared.startWorker()]
      for (let kill = 1; kill <= KILLS; kill++) {
        const mark = Math.floor((THREADS * kill) / (KILLS + 2))
        await expect.poll(() => service.billed.length >= mark, PATIENT).toBe(true)
        const at = kill % 2
        working[at]?.kill('SIGKILL')
        await working[at]?.ended
        working[at] = shared.startWorker()
      }
      expect(await endOf(shared)).toBe('done')
      await endOrderly(working)
      expect(askedAgain(await expectEachOnce(shared))).toEqual([])
      // To the billionth of a dollar: what is known was spent, and what the dead held covers what they may have.
      const { spent, held } = await shared.account()
      expect(shared.bill()).toBeLessThanOrEqual(spent + held)
      expect(spent + held).toBeLessThanOrEqual(cap)
      const runs = await store.listRecords('run', { limit: 1000 })
      expect(new Set(runs.map(({ partOf }) => partOf)).size).toBe(1)
      const failed = service.asked.length - service.billed.length
      expect(failed / service.asked.length).toBeGreaterThan(0.2)
      expect(shared.errors).toEqual([])
    }, 600_000)

    it('share one budget, to the last billionth of a dollar, and stop when nothing more fits', async () => {
      const shared = (opened = await openSharedRuns(running(), 250, steady))
      const cap = 100_000_000
      await shared.queue.want({ budget: { nanoUsd: cap } })
      const workers = [await shared.workHere(), await shared.workHere()]
      expect(await endOf(shared)).toBe('budget')
      await Promise.all(workers.map((worker) => worker.stop()))
      const account = await shared.account()
      expect(account).toMatchObject({ spent: shared.bill(), held: 0 })
      expect(account.spent).toBeLessThanOrEqual(cap)
      // What is left is less than the next call may cost at most.
      expect(cap - account.spent).toBeLessThan(60_000_000)
      const runs = await shared.store.listRecords('run', { limit: 10 })
      const spent = runs.reduce((sum, { spending }) => sum + (spending?.nanoUsd ?? 0), 0)
      expect(spent).toBe(account.spent)
    }, 300_000)

    it('finishes what is under way when it is told to stop, and the next worker does the rest', async () => {
      const { promise: released, resolve: release } = Promise.withResolvers<void>()
      const shared = (opened = await openSharedRuns(running(), 40, (asked) => ({
        does: 'wait',
        until: released,
        // oxlint-disable-next-line unicorn/no-thenable -- A step of the double, not a promise.
        then: steady(asked),
      })))
      await shared.queue.want({})
      const first = shared.startWorker()
      await expect.poll(() => shared.service.asked.length, PATIENT).toBeGreaterThanOrEqual(8)
      first.kill('SIGTERM')
      // Orders reach a process some time after they were given; the calls wait for us.
      await expect.poll(() => first.notes(), PATIENT).toContain('finishing')
      release()
      expect(await first.ended).toBe(0)
      const saved = await shared.store.countRecords('analysis')
      expect(saved).toBe(shared.service.billed.length)
      expect(saved).toBeLessThan(40)
      expect(await shared.store.listRecords('run')).toMatchObject([{ status: 'interrupted' }])
      const second = shared.startWorker()
      expect(await endOf(shared)).toBe('done')
      await endOrderly([second])
      expect(await shared.store.countPending(shared.analyzerKey)).toBe(0)
      // Nothing was asked for twice.
      expect(shared.service.asked).toHaveLength(40)
    }, 300_000)

    it.each([
      { what: 'a wrong key', status: 401, code: 'PERMISSION' },
      { what: 'a model that is not there', status: 404, code: 'INVALID_CONFIG' },
    ])('end a run at the first answer that tells of $what', async ({ status, code }) => {
      const shared = (opened = await openSharedRuns(running(), 30, () => ({
        does: 'status',
        status,
      })))
      await shared.queue.want({})
      const worker = await shared.workHere()
      expect(await endOf(shared)).toBe('failed')
      await expect.poll(() => shared.queue.job?.problem?.code, PATIENT).toBe(code)
      // A worker whose own key is wrong, or its own address, has no more to give.
      const ended = await worker.ended
      expect(isHitCraftError(ended) ? ended.code : undefined).toBe(code)
      expect(await shared.store.listRecords('run', { limit: 10 })).toHaveLength(1)
      expect(await shared.store.countRecords('analysis')).toBe(0)
      expect(await shared.store.countPending(shared.analyzerKey)).toBe(30)
    })

    it('leave a run to others where one has a wrong key, which ends that one and says why', async () => {
      const shared = (opened = await openSharedRuns(running(), 20, (asked) =>
        asked.key === WRONG_KEY ? { does: 'status', status: 401 } : steady(asked),
      ))
      // One that lives and is slow to look for work.
      const { JOBS_URL: url = '' } = shared.settings
      const slow = await connectJobs(url, 'worker', () => undefined, shared.analyzerKey)
      await shared.queue.want({})
      const wrong = shared.startWorker({ ANTHROPIC_API_KEY: WRONG_KEY })
      expect(await wrong.ended).toBe(1)
      expect(wrong.notes()).toContain('the key in ANTHROPIC_API_KEY is not valid')
      expect(wrong.notes()).not.toContain(WRONG_KEY)
      expect((await shared.table.newest())?.status).toBe('running')
      await expect.poll(() => shared.queue.job?.problem?.code, PATIENT).toBe('PERMISSION')
      const right = shared.startWorker()
      expect(await endOf(shared)).toBe('done')
      await slow.close()
      await endOrderly([right])
      expect(await shared.store.countPending(shared.analyzerKey)).toBe(0)
    }, 120_000)

    it('give up what always fails, which doctor tells of until an analysis is done', async () => {
      const shared = (opened = await openSharedRuns(running(), 3, steady))
      const later = new HitCraftError('UNSUPPORTED', 'a stored analysis is of version 9')
      let isRefused = true
      const odd = refusing(await openChatStore(shared.place.target), () => isRefused, later)
      await shared.queue.want({})
      const workers = [await shared.workHere(odd)]
      expect(await endOf(shared)).toBe('failed')
      await expect.poll(() => shared.queue.job?.status, PATIENT).toBe('failed')
      expect(shared.queue.job?.problem?.code).toBe('UNSUPPORTED')
      const told = () => shared.doctor()
      await expect
        .poll(told, { timeout: 60_000, interval: 3000 })
        .toMatch(/was given up at .*UNSUPPORTED/)
      const runs = await shared.store.listRecords('run', { limit: 10 })
      expect(runs.map(({ status }) => status)).toEqual(Array.from({ length: 5 }, () => 'failed'))
      isRefused = false
      await shared.queue.want({})
      expect(await endOf(shared)).toBe('done')
      await Promise.all(workers.map((worker) => worker.stop()))
      expect(await told()).not.toContain('given up')
    }, 300_000)

    it('give up a model that was there and stays away, and not at its first word of that', async () => {
      let thereFor = 1
      const shared = (opened = await openSharedRuns(running(), 3, (asked) =>
        thereFor-- > 0 ? steady(asked) : { does: 'status', status: 404 },
      ))
      await shared.queue.want({})
      const worker = await shared.workHere()
      expect(await endOf(shared)).toBe('failed')
      expect((await shared.table.newest())?.problem?.code).toBe('INVALID_CONFIG')
      expect(await shared.store.listRecords('run', { limit: 10 })).toHaveLength(5)
      await worker.stop()
      expect(await worker.ended).toBeUndefined()
    }, 300_000)

    it('pay for a model that serves no thread once', async () => {
      const shared = (opened = await openSharedRuns(running(), 60, () => ({
        does: 'status',
        status: 400,
      })))
      await shared.queue.want({})
      const worker = await shared.workHere()
      expect(await endOf(shared)).toBe('failed')
      await expect.poll(() => shared.queue.job?.problem?.code, PATIENT).toBe('UNSUPPORTED')
      await worker.stop()
      expect(await shared.store.listRecords('run', { limit: 10 })).toHaveLength(1)
    })

    it('try again where it is the store that takes no record, as it is no model that says so', async () => {
      const shared = (opened = await openSharedRuns(running(), 3, steady))
      const later = new HitCraftError('UNSUPPORTED', 'a stored analysis is of version 9')
      let refusals = 1
      const own = await openChatStore(shared.place.target)
      const odd = refusing(own, () => refusals-- > 0, later)
      await shared.queue.want({})
      const worker = await shared.workHere(odd)
      expect(await endOf(shared)).toBe('done')
      expect(refusals).toBeLessThan(1)
      await worker.stop()
    })

    it('pay for a thread that the model refuses once, all of them and whoever sits down later', async () => {
      const isRefused = (thread: string) => Number(thread.slice(-4)) % 4 === 0
      const shared = (opened = await openSharedRuns(running(), 120, (asked) =>
        isRefused(threadAsked(asked))
          ? { does: 'answer', value: 'No.', stop: 'refusal' }
          : steady(asked),
      ))
      await shared.queue.want({})
      const workers = [await shared.workHere(), await shared.workHere()]
      expect(await endOf(shared)).toBe('done')
      await Promise.all(workers.map((worker) => worker.stop()))
      expect(await shared.store.countPending(shared.analyzerKey)).toBe(30)
      expect(shared.service.billed).toHaveLength(120)
      const runs = await shared.store.listRecords('run', { limit: 10 })
      expect(runs.length).toBeGreaterThan(1)
      expect(runs.reduce((sum, { failed }) => sum + failed, 0)).toBe(30)
    }, 120_000)

    it('that have another store are told of as a wrong setting', async () => {
      const shared = (opened = await openSharedRuns(running(), 3, steady))
      const elsewhere = await openChatStore((await running().fresh()).target)
      const worker = await shared.workHere(elsewhere)
      await shared.queue.want({})
      expect(await endOf(shared)).toBe('done')
      await expect
        .poll(() => shared.queue.job, PATIENT)
        .toMatchObject({
          status: 'failed',
          problem: { code: 'INVALID_CONFIG' },
        })
      await worker.stop()
      expect(shared.service.asked).toEqual([])
    })

    it('whose settings are not those of the server say so, as doctor does', async () => {
      const shared = (opened = await openSharedRuns(running(), 3, steady))
      await shared.queue.want({})
      await shared.age()
      const stranger = shared.startWorker({ ANALYZER: 'local', ANALYZER_MODEL: '' })
      const told = `An analysis by ${shared.analyzerKey} waits, and nobody does it`
      await expect.poll(() => stranger.notes(), PATIENT).toContain(told)
      expect(await shared.doctor()).toContain(`nobody does those by ${shared.analyzerKey}`)
      const worker = shared.startWorker()
      expect(await endOf(shared)).toBe('done')
      await endOrderly([stranger, worker])
      expect(stranger.notes().split(told)).toHaveLength(2)
    })

    it('hold back together when the service asks one of them to', async () => {
      const shared = (opened = await openSharedRuns(running(), 1, steady))
      await shared.queue.want({})
      const [first, second] = [await shared.join(), await shared.join()]
      expect(await second.hold(1, 1)).toBe('held')
      const limited = pausing(
        fakeProvider(() => down(429, 60_000)),
        first,
      )
      await expect(limited.ask(requestOf('how?'))).rejects.toMatchObject({ code: 'UNAVAILABLE' })
      expect(await second.hold(2, 1)).toBe('wait')
      expect(await first.hold(1, 1)).toBe('wait')
    })

    it('count a call once, also where the word that it was counted is lost', async () => {
      const shared = (opened = await openSharedRuns(running(), 1, steady))
      await shared.queue.want({ budget: { nanoUsd: 100 } })
      const part = await shared.join()
      const lost = new Set<string>()
      const losing = async <T>(what: string, done: T): Promise<T> => {
        if (lost.has(what)) return done
        lost.add(what)
        throw new HitCraftError('UNAVAILABLE', 'the connection is lost')
      }
      const losesReplies: SharedRun = {
        ...part,
        hold: async (call, most) => losing(`hold ${call}`, await part.hold(call, most)),
        settle: async (call, cost) => losing(`settle ${call}`, await part.settle(call, cost)),
      }
      const stop = new RunStop()
      const budget = new SharedBudget(losesReplies, stop)
      let paid = 0
      for (; stop.stop === undefined && paid < 200; paid += 10) {
        const settle = await budget.hold(40, stop.signal).catch(() => undefined)
        if (settle === undefined) break
        await settle(10)
      }
      expect(stop.stop?.reason).toBe('budget')
      expect(paid).toBe(70)
      expect(await shared.account()).toMatchObject({ spent: 70, held: 0 })
    })

    it('end a run once nobody works at it, who sat down a moment before among them', async () => {
      const shared = (opened = await openSharedRuns(running(), 1, steady))
      await shared.queue.want({})
      const part = await shared.join()
      expect(await shared.table.endIfLeft(part.id)).toBe(false)
      expect(await part.hold(1, 1)).toBe('held')
      await shared.table.join(part.id, 'gone')
      await shared.table.leave(part.id, 'gone', { analyzed: 0, failed: 0 })
      expect(await shared.table.endIfLeft(part.id)).toBe(false)
      await shared.queue.cancel()
      expect(await part.hold(2, 1)).toBe('wait')
      await shared.queue.want({})
      const next = (await shared.table.newest())?.id ?? ''
      await shared.table.join(next, 'gone')
      await shared.table.leave(next, 'gone', { analyzed: 0, failed: 0 })
      expect(await shared.table.endIfLeft(next)).toBe(true)
      expect((await shared.table.get(next))?.status).toBe('done')
      expect(await shared.table.endIfLeft(next)).toBe(false)
    })

    it('are told to end by one word, and nothing that waits behind begins', async () => {
      const shared = (opened = await openSharedRuns(running(), 1, steady))
      const { table, queue } = shared
      const first = await table.add({}, 1, true)
      expect((await table.join(first?.id ?? '', 'worker'))?.status).toBe('running')
      const second = await table.add({}, 1, true)
      await queue.cancel()
      expect((await table.get(first?.id ?? ''))?.status).toBe('cancelled')
      expect((await table.get(second?.id ?? ''))?.status).toBe('cancelled')
      await expect(queue.cancel()).rejects.toMatchObject({ code: 'NOT_FOUND' })
    })

    it('count what was saved since the last beat alone against failures', async () => {
      const shared = (opened = await openSharedRuns(running(), 1, steady))
      await shared.queue.want({})
      const { id } = await shared.join()
      await shared.table.join(id, 'steady')
      const problem = { code: 'INTERNAL', message: 'it died' }
      await shared.table.beat(id, 'steady', { analyzed: 3, failed: 0 })
      for (let n = 1; n <= 3; n++) {
        expect(await shared.table.wait(id, problem, true)).toBe(n)
        await shared.table.beat(id, 'steady', { analyzed: 3, failed: 0 })
      }
      await shared.table.beat(id, 'steady', { analyzed: 4, failed: 0 })
      expect(await shared.table.wait(id, problem, true)).toBe(1)
    })

    it('hold as much as there is and no more, however many ask at once', async () => {
      const shared = (opened = await openSharedRuns(running(), 1, steady))
      await shared.queue.want({ budget: { nanoUsd: 1000 } })
      const parts = await Promise.all(Array.from({ length: 4 }, () => shared.join()))
      const answers = await Promise.all(
        Array.from({ length: 200 }, async (_, n) => parts[n % 4]?.hold(n, 7)),
      )
      expect(answers.filter((one) => one === 'held')).toHaveLength(142)
      // What is held may be given back, so nobody is told that it is used up.
      expect(answers.filter((one) => one === 'used up')).toEqual([])
      expect(await shared.account()).toMatchObject({ spent: 0, held: 994 })
      await Promise.all(
        answers.map(async (one, n) => one === 'held' && (await parts[n % 4]?.settle(n, 7))),
      )
      expect(await shared.account()).toMatchObject({ spent: 994, held: 0 })
      expect(await parts[0]?.hold(200, 7)).toBe('used up')
      expect(await parts[0]?.hold(200, 6)).toBe('held')
    })
  })
}
