import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { JobsConnection } from '../../src/jobs/pg-boss/connect.ts'
import { Strangers } from '../../src/jobs/pg-boss/watching/unattended.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

it('tells of each analyzer whose analyses wait once, and asks now and then alone', async () => {
  let keys = ['claude/1', 'local/7']
  let asked = 0
  const jobs: Pick<JobsConnection, 'rows'> = {
    rows(row) {
      asked++
      return Promise.resolve(keys.map((analyzer_key) => row.parse({ analyzer_key })))
    },
  }
  const strangers = new Strangers(jobs, 'local/7')
  expect(await strangers.look()).toEqual(['claude/1'])
  expect(await strangers.look()).toEqual([])
  expect(asked).toBe(1)
  keys = ['claude/1', 'openai/3']
  vi.advanceTimersByTime(10_000)
  expect(await strangers.look()).toEqual(['openai/3'])
  vi.advanceTimersByTime(10_000)
  expect(await strangers.look()).toEqual([])
  expect(asked).toBe(3)
})
