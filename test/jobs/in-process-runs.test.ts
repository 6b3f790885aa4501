import { expect, it } from 'vitest'
import { InProcessRuns } from '../../src/jobs/in-process/in-process-runs.ts'
import type { JobWork } from '../../src/jobs/job-work.ts'

/** Work whose store has nothing pending until somebody says so, and is asked at a moment of the test's choice. */
function lateWork(isFree: boolean) {
  let pending = 0
  const counting: (() => void)[] = []
  const analyzed: number[] = []
  const work: JobWork = {
    isFree,
    analyzerKey: 'test',
    readFile: () => Promise.reject(new Error('no file is read here')),
    countPending: () => {
      const seen = pending
      return new Promise((resolve) => counting.push(() => resolve(seen)))
    },
    analyze: () => {
      analyzed.push(pending)
      pending = 0
      return Promise.resolve({ status: 'done', analyzed: 1, failed: 0 })
    },
  }
  const events = { changed() {}, touched() {}, failed() {} }
  const runs = new InProcessRuns(work, events)
  return { runs, analyzed, come: () => (pending += 1), count: () => counting.shift()?.() }
}

it('a run that is asked for during the last look of another begins behind it', async () => {
  const { runs, analyzed, come, count } = lateWork(true)
  await runs.want({})
  const first = runs.workHere()
  come()
  await runs.want({})
  count()
  await first
  expect(analyzed).toEqual([])
  expect(runs.waitsHere).toBe(true)
  const second = runs.workHere()
  count()
  await second
  expect(analyzed).toEqual([1])
  expect(runs.waitsHere).toBe(false)
})

it('one that is asked for twice before it begins is made once', async () => {
  const { runs, come, count } = lateWork(true)
  come()
  await runs.want({})
  await runs.want({})
  const only = runs.workHere()
  count()
  await only
  expect(runs.waitsHere).toBe(false)
})

it('a budget is not spent anew by asking again', async () => {
  const { runs, come, count } = lateWork(false)
  await runs.want({ budget: { tokens: 10 } })
  const first = runs.workHere()
  come()
  await runs.want({ budget: { tokens: 10 } })
  count()
  await first
  expect(runs.waitsHere).toBe(false)
})

it('one of all that is pending gives way to another while it waits', async () => {
  const { runs, count } = lateWork(true)
  await runs.morePending()
  await runs.want({ limit: 3 })
  await expect(runs.want({ retopic: true })).rejects.toMatchObject({ code: 'CONFLICT' })
  const only = runs.workHere()
  count()
  await only
})

it('one that gave way during its first look analyzes nothing', async () => {
  const { runs, analyzed, come, count } = lateWork(true)
  come()
  await runs.morePending()
  const first = runs.workHere()
  await runs.want({ limit: 3 })
  count()
  await first
  expect(analyzed).toEqual([])
  expect(runs.waitsHere).toBe(true)
})

it('what was cancelled does not begin again', async () => {
  const { runs, count } = lateWork(true)
  await runs.want({})
  const first = runs.workHere()
  await runs.want({})
  await runs.cancel()
  count()
  await first
  expect(runs.waitsHere).toBe(false)
})
