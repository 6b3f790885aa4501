import { HitCraftError, isHitCraftError } from '../../errors/hitcraft-error.ts'

/** Of a system or of Node: nobody there, or gone. */
const AWAY = /^(E(CONNREFUSED|CONNRESET|NOTFOUND|TIMEDOUT|PIPE|HOSTUNREACH|NETUNREACH|AI_AGAIN))$/
/** Of SQLSTATE: connection, a transaction that is to be tried again, resources, an operator who stops the server. */
const PASSING = /^(08|40|53|57)/
/** No such table or schema: whoever only looks may come between the two that are made. */
const NOT_THERE = /^(42P01|3F000)$/
/** Of TLS: what the URL says of certificates does not fit, or the server knows none. */
const UNTRUSTED = /CERT|ENOENT|TLS|SSL/
const REFUSED = /^(28|42501)/

/** What the queue's database or pg-boss says, as an error of ours. It never holds the URL, which has a password. */
export function jobsError(error: unknown): HitCraftError {
  if (isHitCraftError(error)) return error
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  const message = error instanceof Error ? error.message : 'unknown'
  const remedy = 'Look at JOBS_URL and at the PostgreSQL server that it names.'
  if (REFUSED.test(code)) {
    return new HitCraftError('PERMISSION', `the database of JOBS_URL refuses (${code})`, {
      cause: error,
      remedy:
        'Give its user the right to log in and to create schemas, or name another in JOBS_URL.',
    })
  }
  if (code === '3D000') {
    return new HitCraftError('INVALID_CONFIG', 'the database of JOBS_URL does not exist', {
      cause: error,
      remedy,
    })
  }
  if (UNTRUSTED.test(code) || /does not support SSL/.test(message)) {
    return new HitCraftError(
      'INVALID_CONFIG',
      `the database of JOBS_URL cannot be trusted as it says (${code || 'no SSL'})`,
      { cause: error, remedy: 'Look at sslmode and sslrootcert in JOBS_URL.' },
    )
  }
  if (message === 'pg-boss is not installed' || NOT_THERE.test(code)) {
    return new HitCraftError('NOT_FOUND', 'nothing was put into the queue of JOBS_URL yet', {
      cause: error,
      remedy: 'Start hitcraft serve and hitcraft worker with it.',
    })
  }
  if (AWAY.test(code) || PASSING.test(code) || /terminat|timeout|timed out/i.test(message)) {
    return new HitCraftError(
      'UNAVAILABLE',
      `the database of JOBS_URL does not answer${code === '' ? '' : ` (${code})`}`,
      { cause: error, remedy },
    )
  }
  return new HitCraftError('INTERNAL', 'the queue of JOBS_URL failed', {
    cause: error,
    ...(code === '' ? {} : { details: { sqlState: code } }),
  })
}
