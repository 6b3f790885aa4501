import { HitCraftError, isHitCraftError } from '../../errors/hitcraft-error.ts'
import { mayGoThrough, postgresError } from '../../storage/postgres/connection/errors.ts'
import type { NamedDatabase } from '../../storage/postgres/connection/errors.ts'

/** SQLSTATE of a row that is there already: whoever adds it knows what that means. */
export const UNIQUE = '23505'
/** No such table or schema: whoever only looks may come between the two that are made. */
const NOT_THERE = /^(42P01|3F000)$/
/** Classes of SQLSTATE that pass: who waits for the queue waits, and nothing that was asked for is given up. */
const PASSING = /^(?:08|40|53|57)/
/** What pg-boss says by itself of a server that is away or too late. */
const AWAY = /terminat|timeout|timed out/i

/** By its setting alone: the URL has a password. */
const JOBS_DATABASE: NamedDatabase = {
  name: 'the PostgreSQL of JOBS_URL',
  url: 'JOBS_URL',
  orUser: '',
  orDatabase: '',
  rights:
    'Give its user the rights that docs/deployment/scale.md names, or name another in JOBS_URL.',
}

/** What the queue's database or pg-boss says, as an error of ours: as of a store, but for what means something else of a queue. */
export function jobsError(cause: unknown): HitCraftError {
  if (isHitCraftError(cause)) return cause
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : ''
  const message = cause instanceof Error ? cause.message : 'unknown'
  if (message === 'pg-boss is not installed' || NOT_THERE.test(code)) {
    return new HitCraftError('NOT_FOUND', 'nothing was put into the queue of JOBS_URL yet', {
      cause,
      remedy: 'Start hitcraft serve and hitcraft worker with it.',
    })
  }
  const known = postgresError(cause, JOBS_DATABASE)
  if (isHitCraftError(known)) {
    const { message: told, remedy = '' } = known
    // A disk that is full over there holds up whoever waits, and ends nobody's work.
    if (known.code === 'NO_SPACE') return new HitCraftError('UNAVAILABLE', told, { cause, remedy })
    // A queue that is empty is not found either, and that is none to complain of.
    if (known.code !== 'NOT_FOUND') return known
    return new HitCraftError('INVALID_CONFIG', told, { cause, remedy })
  }
  if (PASSING.test(code) || (code !== UNIQUE && (mayGoThrough(cause) || AWAY.test(message)))) {
    return new HitCraftError('UNAVAILABLE', 'the PostgreSQL of JOBS_URL gave no answer', {
      cause,
      remedy: 'Look at JOBS_URL and at the server that it names.',
    })
  }
  return new HitCraftError('INTERNAL', 'the queue of JOBS_URL failed', {
    cause,
    ...(code === '' ? {} : { details: { sqlState: code } }),
  })
}
