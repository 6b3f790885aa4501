import { afterEach, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { connectJobs } from '../../../src/jobs/pg-boss/connect.ts'
import { Part } from '../../../src/jobs/pg-boss/part.ts'
import { Seats } from '../../../src/jobs/pg-boss/seats.ts'
import { TEST_BACKENDS } from '../../services/backends.ts'
import { describeOn } from '../../services/describe-on.ts'
import { steady } from '../../services/models/unsteady.ts'
import { openSharedRuns } from './shared-runs.ts'
import type { SharedRuns } from './shared-runs.ts'

let opened: SharedRuns | undefined

afterEach(async () => {
  vi.restoreAllMocks()
  await opened?.close()
  opened = undefined
})

/** A run that is asked for, and somebody who takes its seat. */
async function seated(shared: SharedRuns) {
  const { jobs, table, analyzerKey, queue } = shared
  await queue.want({})
  const seats = new Seats(jobs, analyzerKey)
  const seat = await seats.take()
  if (seat === undefined) throw new Error('no seat is on offer')
  const refuse = () => Promise.reject(new Error('nothing is to be done here'))
  const work = {
    analyzerKey,
    isFree: false,
    countPending: refuse,
    analyze: refuse,
    readFile: refuse,
  }
  const { signal } = new AbortController()
  const known = { isServed: false }
  const sitOn = (one: typeof seat) =>
    new Part({ jobs, table, seats, work, known, signal, onError: () => undefined }, one).work()
  return { seat, seats, sitOn }
}

const nothing = z.object({})
const PATIENT = { timeout: 50_000, interval: 20 }
const PROBLEM = { code: 'PERMISSION', message: 'the key is not valid' }

for (const backend of TEST_BACKENDS.filter(({ name }) => name === 'postgres 18')) {
  describeOn(backend, 'seats at a run', (running) => {
    it('one that is given away while its worker lives is no death, and a new one is offered for it', async () => {
      const shared = (opened = await openSharedRuns(running(), 1, steady))
      const { seat, seats, sitOn } = await seated(shared)
      await shared.table.join(seat.run, 'alive', seat.id)
      await sitOn({ ...seat, retryCount: 1 })
      expect((await shared.table.get(seat.run))?.failures).toBe(0)
      const next = await seats.take()
      expect(next).toMatchObject({ run: seat.run, retryCount: 0 })
      expect(next?.id).not.toBe(seat.id)
    })

    it('one of a run that another version asked for is left to it, and nobody breaks on it', async () => {
      const shared = (opened = await openSharedRuns(running(), 1, steady))
      const { seat, sitOn } = await seated(shared)
      const sql = `UPDATE hitcraft_runs.run SET request = '{"depth": 3}'`
      await shared.jobs.rows(nothing, sql)
      await expect(sitOn(seat)).rejects.toMatchObject({ code: 'UNSUPPORTED' })
      expect((await shared.table.get(seat.run))?.status).toBe('waiting')
      await expect(shared.queue.want({})).rejects.toMatchObject({ code: 'CONFLICT' })
      await shared.queue.cancel()
      expect((await shared.table.get(seat.run))?.status).toBe('cancelled')
    })

    it('one that is left to a worker that ends holds no run up: that ends after a while by why it was left', async () => {
      const shared = (opened = await openSharedRuns(running(), 3, steady))
      const { JOBS_URL: url = '' } = shared.settings
      const other = await connectJobs(url, 'worker', () => undefined, shared.analyzerKey)
      await shared.queue.want({})
      const run = await shared.table.newest()
      if (run === undefined) throw new Error('there is no run')
      await shared.table.wait(run.id, PROBLEM, true, 'machine')
      // It is seen while the other lives.
      const seen = () => shared.queue.job?.problem?.code
      await expect.poll(seen, PATIENT).toBe('PERMISSION')
      expect((await shared.table.get(run.id))?.status).toBe('waiting')
      await other.close()
      // Each look is a minute after the last.
      let looks = 0
      vi.spyOn(performance, 'now').mockImplementation(() => 60_000 * ++looks)
      await expect.poll(async () => (await shared.account()).status, PATIENT).toBe('failed')
      expect((await shared.table.get(run.id))?.problem).toEqual(PROBLEM)
    }, 60_000)

    it('one that is left to others, and taken by one of them, tells no longer why, and the run does not end under him', async () => {
      const shared = (opened = await openSharedRuns(running(), 1, steady))
      const { table } = shared
      const { seat } = await seated(shared)
      await table.wait(seat.run, PROBLEM, true, 'machine')
      expect(await table.get(seat.run)).toMatchObject({ problem: PROBLEM, is_left: true })
      await table.join(seat.run, 'another')
      expect(await table.endIfLeft(seat.run, 'failed', PROBLEM)).toBe(false)
      await table.leave(seat.run, 'another', { analyzed: 0, failed: 0 })
      const left = { status: 'running', problem: null, is_left: false, failures: 1 }
      expect(await table.get(seat.run)).toMatchObject(left)
      // What is of no machine is told until something is saved.
      await table.wait(seat.run, PROBLEM, true)
      await table.join(seat.run, 'a third')
      expect(await table.get(seat.run)).toMatchObject({ problem: PROBLEM, is_left: false })
    })

    it('once the tables are there they are used without the right to make any', async () => {
      const shared = (opened = await openSharedRuns(running(), 1, steady))
      const url = new URL(shared.settings['JOBS_URL'] ?? '')
      const role = `lesser_${url.pathname.slice(1)}`
      await shared.jobs.rows(nothing, `CREATE ROLE ${role} LOGIN`)
      for (const schema of ['hitcraft_jobs', 'hitcraft_runs']) {
        await shared.jobs.rows(nothing, `GRANT USAGE ON SCHEMA ${schema} TO ${role}`)
        await shared.jobs.rows(nothing, `GRANT ALL ON ALL TABLES IN SCHEMA ${schema} TO ${role}`)
      }
      url.username = role
      const errors: unknown[] = []
      const jobs = await connectJobs(url.href, 'worker', (error) => void errors.push(error))
      await jobs.close()
      expect(errors).toEqual([])
    })

    it('certificates that are not there are told as a wrong setting', async () => {
      const shared = (opened = await openSharedRuns(running(), 1, steady))
      const url = `${shared.settings['JOBS_URL'] ?? ''}?sslrootcert=/nowhere`
      await expect(connectJobs(url, 'worker', () => undefined)).rejects.toMatchObject({
        code: 'INVALID_CONFIG',
      })
    })
  })
}
