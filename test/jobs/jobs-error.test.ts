import { expect, it } from 'vitest'
import { jobsError } from '../../src/jobs/pg-boss/jobs-error.ts'

const said = (message: string, more: object = {}) => Object.assign(new Error(message), more)

it.each([
  { error: said('no', { code: 'ECONNREFUSED' }), code: 'UNAVAILABLE' },
  { error: said('shutting down', { code: '57P01' }), code: 'UNAVAILABLE' },
  { error: said('deadlock detected', { code: '40P01' }), code: 'UNAVAILABLE' },
  { error: said('Query read timeout'), code: 'UNAVAILABLE' },
  { error: said('disk full', { code: '53100' }), code: 'UNAVAILABLE' },
  { error: said('out of memory', { code: '53200' }), code: 'UNAVAILABLE' },
  { error: said('insufficient resources', { code: '53000' }), code: 'UNAVAILABLE' },
  { error: said('integrity violated at the commit', { code: '40002' }), code: 'UNAVAILABLE' },
  {
    error: said('canceling statement due to user request', { code: '57014' }),
    code: 'UNAVAILABLE',
  },
  { error: said('wrong password', { code: '28P01' }), code: 'PERMISSION' },
  { error: said('permission denied', { code: '42501' }), code: 'PERMISSION' },
  { error: said('The server does not support SSL connections'), code: 'INVALID_CONFIG' },
  { error: said('no file', { code: 'ENOENT', syscall: 'open' }), code: 'INVALID_CONFIG' },
  { error: said('no database', { code: '3D000' }), code: 'INVALID_CONFIG' },
  { error: said('no table', { code: '42P01' }), code: 'NOT_FOUND' },
  { error: said('pg-boss is not installed'), code: 'NOT_FOUND' },
  { error: said('there already', { code: '23505' }), code: 'INTERNAL' },
])('the database of the queue says $error.message ($error.code): $code', ({ error, code }) => {
  const told = jobsError(error)
  expect(told.code).toBe(code)
  expect(`${told.message} ${told.remedy ?? ''}`).toContain('JOBS_URL')
  expect(told.remedy ?? '').not.toMatch(/DATABASE_URL|PGUSER/)
  expect(jobsError(told)).toBe(told)
})
