import { expect, it } from 'vitest'
import { runSchema } from '../../src/domain/analysis/run.ts'
import { runKind } from '../../src/domain/kinds/run.ts'
import { presentVersion } from '../../src/domain/present-version.ts'

const FIRST = {
  id: '2025-03-10T09:00:00.000Z-00000000',
  analyzerKey: 'local-1-0123456789ab',
  startedAt: '2025-03-10T09:00:00.000Z',
  finishedAt: '2025-03-10T09:05:00.000Z',
  status: 'done',
  planned: 9,
  analyzed: 4,
}

it('a run of version 1 keeps what it said, and its failures are counted by their codes', () => {
  const errors = ['CORRUPT', 'INTERNAL', 'CORRUPT'].map((code, i) => ({
    threadId: `t${i}`,
    code,
    message: 'why',
  }))
  const run = runSchema.parse(presentVersion(runKind, { ...FIRST, failed: 3, errors }))
  expect(run).toMatchObject({ ...FIRST, failed: 3, errors })
  expect(run.failedBy).toEqual({ CORRUPT: 2, INTERNAL: 1 })
})

it('of failures that version 1 did not list the kind is unknown', () => {
  const errors = [{ threadId: 't0', code: 'CORRUPT', message: 'why' }]
  const run = runSchema.parse(presentVersion(runKind, { ...FIRST, failed: 140, errors }))
  expect(run.failedBy).toEqual({ CORRUPT: 1, unknown: 139 })
})

it('a run of version 1 without failures has none of any kind', () => {
  const run = runSchema.parse(presentVersion(runKind, { ...FIRST, failed: 0, errors: [] }))
  expect(run.failedBy).toEqual({})
})
