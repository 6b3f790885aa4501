import { expect, it } from 'vitest'
import { ModelRefusal } from '../../src/errors/model-refusal.ts'
import type { JobWork } from '../../src/jobs/job-work.ts'
import type { JobsConnection } from '../../src/jobs/pg-boss/connect.ts'
import { Part } from '../../src/jobs/pg-boss/part.ts'
import { RunTable } from '../../src/jobs/pg-boss/run-table.ts'
import { Seats } from '../../src/jobs/pg-boss/seats.ts'
import { RUN } from './run-row.ts'

const SEAT = { id: 's', run: 'r', retryCount: 0 }

/** A worker alone at a run of which nothing is saved, in front of a model that may go away. */
function workerAt(analyze: JobWork['analyze']) {
  const ends: unknown[] = []
  const jobs: JobsConnection = {
    async rows(row, sql, values) {
      if (sql.includes('ended_at =')) ends.push(values?.[0])
      return sql.includes('is_alive') ? [] : [row.parse({ ...RUN, failures: 1 })]
    },
    // No other worker lives, and seats are offered to nobody.
    through: async () => JSON.parse('[]'),
    close: () => Promise.resolve(),
  }
  const work = {
    analyzerKey: 'k',
    isFree: false,
    countPending: () => Promise.resolve(9),
    analyze,
    readFile: () => Promise.reject(new Error('nothing is to be read')),
  }
  const room = {
    jobs,
    table: new RunTable(jobs, 'k'),
    seats: new Seats(jobs, 'k'),
    work,
    known: { isServed: false },
    signal: new AbortController().signal,
    onError: () => undefined,
  }
  return { ends, sitDown: () => new Part(room, SEAT).work() }
}

it('a model that is not there blames the machine until it has served it once, in whichever part', async () => {
  let served = 0
  const { ends, sitDown } = workerAt(({ onProgress }) => {
    onProgress?.(served, 9, undefined)
    return Promise.reject(new ModelRefusal('INVALID_CONFIG', 'there is no model', 'machine'))
  })
  await expect(sitDown()).rejects.toMatchObject({ code: 'INVALID_CONFIG' })
  expect(ends).toEqual(['failed'])
  served = 1
  await sitDown()
  served = 0
  await sitDown()
  expect(ends).toEqual(['failed'])
})

it('a key that is no longer good blames the machine also where it was', async () => {
  const { ends, sitDown } = workerAt(({ onProgress }) => {
    onProgress?.(1, 9, undefined)
    return Promise.reject(new ModelRefusal('PERMISSION', 'no credit is left', 'machine'))
  })
  await expect(sitDown()).rejects.toMatchObject({ code: 'PERMISSION' })
  expect(ends).toEqual(['failed'])
})
