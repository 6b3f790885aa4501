import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { sha256 } from '../../src/domain/values/canonical-json.ts'
import { HitCraftError } from '../../src/errors/hitcraft-error.ts'
import type { JobsConnection } from '../../src/jobs/pg-boss/connect.ts'
import { QueuedRuns } from '../../src/jobs/pg-boss/queued-runs.ts'
import { RUN } from './run-row.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

it('what is imported while its database is away is stored all the same, and analyzed once it is back', async () => {
  let isAway = false
  let added = 0
  const jobs: JobsConnection = {
    async rows(row, sql) {
      if (isAway) throw new HitCraftError('UNAVAILABLE', 'the database does not answer')
      if (!sql.startsWith('INSERT')) return []
      added++
      return [row.parse({ ...RUN, status: 'waiting', planned: 2 })]
    },
    // Seats are offered to nobody.
    through: async () => JSON.parse('null'),
    close: () => Promise.resolve(),
  }
  let pending = 0
  const work = { analyzerKey: 'k', isFree: true, countPending: () => Promise.resolve(pending) }
  const queue = new QueuedRuns(jobs, work, { changed() {}, touched() {}, failed() {} })
  await queue.start()
  isAway = true
  pending = 2
  await queue.morePending()
  await vi.advanceTimersByTimeAsync(3000)
  expect(added).toBe(0)
  isAway = false
  await vi.advanceTimersByTimeAsync(1000)
  expect(added).toBe(1)
  await vi.advanceTimersByTimeAsync(3000)
  expect(added).toBe(1)
  await queue.close()
})

it('an outage of its database is told with the analysis, and once a minute in the log', async () => {
  const run = { ...RUN }
  let isAway = false
  const jobs: JobsConnection = {
    async rows(row, sql) {
      if (isAway) throw new HitCraftError('UNAVAILABLE', 'the database does not answer')
      return sql.includes('FROM hitcraft_runs.run') ? [row.parse(run)] : []
    },
    // Seats are offered to nobody.
    through: async () => JSON.parse('null'),
    close: () => Promise.resolve(),
  }
  const work = { analyzerKey: 'k', isFree: false, countPending: () => Promise.resolve(9) }
  const failed: unknown[] = []
  let changes = 0
  const queue = new QueuedRuns(jobs, work, {
    changed: () => void changes++,
    touched() {},
    failed: (error) => void failed.push(error),
  })
  await queue.start()
  expect(queue.job).toMatchObject({ planned: 9 })
  expect(queue.job?.problem).toBeUndefined()
  isAway = true
  changes = 0
  await vi.advanceTimersByTimeAsync(50_000)
  expect(changes).toBe(1)
  expect(queue.job).toMatchObject({ planned: 9, problem: { code: 'UNAVAILABLE' } })
  expect(failed).toHaveLength(1)
  await vi.advanceTimersByTimeAsync(60_000)
  expect(failed).toHaveLength(2)
  isAway = false
  await vi.advanceTimersByTimeAsync(1000)
  expect(queue.job?.problem).toBeUndefined()
  await queue.close()
})

it('a run that a worker joined a moment ago gives way to none', async () => {
  const run = { ...RUN, status: 'waiting' }
  const ended: unknown[] = []
  const jobs: JobsConnection = {
    async rows(row, sql) {
      if (sql.startsWith('UPDATE')) {
        ended.push(sql)
        // The worker came between the look and this.
        run.status = 'running'
        return []
      }
      return sql.includes('FROM hitcraft_runs.run') ? [row.parse(run)] : []
    },
    // Seats are offered to nobody.
    through: async () => JSON.parse('null'),
    close: () => Promise.resolve(),
  }
  const work = { analyzerKey: 'k', isFree: true, countPending: () => Promise.resolve(9) }
  const queue = new QueuedRuns(jobs, work, { changed() {}, touched() {}, failed() {} })
  await queue.start()
  await queue.want({})
  expect(ended).toEqual([])
  await expect(queue.want({ limit: 3 })).rejects.toMatchObject({
    code: 'CONFLICT',
    message: expect.stringContaining('runs already (0 of 9'),
  })
  expect(ended).toHaveLength(1)
  expect(ended[0]).toContain("status = 'waiting'")
  // What was seen last says that it waits.
  expect(queue.job?.status).toBe('waiting')
  await expect(queue.want({ limit: 3 })).rejects.toMatchObject({ code: 'CONFLICT' })
  expect(ended).toHaveLength(1)
  await queue.close()
})

it('a run that was left to other workers ends once none has lived for a minute, and not while they start again', async () => {
  const problem = { code: 'PERMISSION', message: 'the key is not valid' }
  const run = { ...RUN, problem, failures: 1, is_left: true }
  let living = 0
  let isAway = false
  const ends: unknown[] = []
  const jobs: JobsConnection = {
    async rows(row, sql, values) {
      if (isAway) throw new HitCraftError('UNAVAILABLE', 'the database does not answer')
      if (sql.startsWith('SELECT taken_until')) {
        return [row.parse({ taken_until: 'never', is_alive: false })]
      }
      if (sql.startsWith('UPDATE')) ends.push(values)
      return sql.includes('FROM hitcraft_runs.run') ? [row.parse(run)] : []
    },
    through: async () => {
      const worker = { live: true, name: `hitcraft worker ${sha256('k').slice(0, 16)}` }
      return JSON.parse(JSON.stringify(Array.from({ length: living }, () => worker)))
    },
    close: () => Promise.resolve(),
  }
  const work = { analyzerKey: 'k', isFree: false, countPending: () => Promise.resolve(9) }
  const queue = new QueuedRuns(jobs, work, { changed() {}, touched() {}, failed() {} })
  await queue.start()
  await vi.advanceTimersByTimeAsync(50_000)
  living = 1
  await vi.advanceTimersByTimeAsync(1000)
  living = 0
  await vi.advanceTimersByTimeAsync(50_000)
  // While the database is away nobody can show life.
  isAway = true
  await vi.advanceTimersByTimeAsync(20_000)
  isAway = false
  await vi.advanceTimersByTimeAsync(50_000)
  expect(ends).toEqual([])
  await vi.advanceTimersByTimeAsync(15_000)
  // As it was seen: whoever sits down meanwhile keeps it.
  expect(ends[0]).toEqual(['failed', JSON.stringify(problem), 'r', 'never'])
  await queue.close()
})
