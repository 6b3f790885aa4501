import { HitCraftError, isHitCraftError } from '../../../errors/hitcraft-error.ts'

/** SQLSTATE classes and codes (PostgreSQL, Appendix A) that mean the same to every caller. */
const UNAVAILABLE = /^(08...|57P0[1-5]|25P03|53300|53400|55P03)$/
/** A row of a key that was there a moment later is no defect of the change either. */
const RETRYABLE = /^(40001|40P01|23505)$/
const READ_ONLY = '25006'
/** No character of the encoding, none of text; longer than an entry of an index may be. */
const NOT_A_VALUE = /^(22021|22P05|54000)$/
const CERTIFICATE = /CERT|ERR_TLS|UNABLE_TO|SELF_SIGNED/
const NODE_OUTAGE =
  /^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ENOENT)$/

/** A database as its errors name it. */
export interface NamedDatabase {
  /** `PostgreSQL at localhost:5432/chats`, without a secret. */
  readonly name: string
  /** The setting that holds its URL. */
  readonly url: string
  /** What else may name the parts of the URL, behind its name: ` (or PGUSER and PGPASSWORD)`. */
  readonly orUser: string
  readonly orDatabase: string
  /** What to do where the role lacks a right. */
  readonly rights: string
}

/** An error of the server or of the way to it, as one that says what to do; others as they are. */
export function postgresError(error: unknown, database: NamedDatabase): unknown {
  const { name, url } = database
  if (!(error instanceof Error) || error instanceof HitCraftError) return error
  const code = 'code' in error ? String(error.code) : ''
  const cause = error
  if (code.startsWith('28') || /client password must be/.test(error.message)) {
    const account = `Check user and password in ${url}${database.orUser}.`
    return new HitCraftError('PERMISSION', `${name} refused the login`, {
      cause,
      // The server says so both where it takes TLS alone and where it has no line for this host at all.
      remedy: /no encryption/.test(error.message)
        ? `${account} A server that takes TLS alone needs sslmode=require or better; else its pg_hba.conf must name this host.`
        : account,
    })
  }
  if (CERTIFICATE.test(code) || isUnread(error) || /\bSSL\b/.test(error.message)) {
    return new HitCraftError('INVALID_CONFIG', `no TLS with ${name} (${message(error)})`, {
      cause,
      remedy:
        `Check sslmode and sslrootcert in ${url}: verify-full needs the certificate of the ` +
        "server's authority, disable goes without TLS.",
    })
  }
  if (code === READ_ONLY) {
    return new HitCraftError('PERMISSION', `${name} takes no writes`, {
      cause,
      remedy: `Enough to read; to write, name the primary server in ${url}.`,
    })
  }
  if (code === '42501') {
    return new HitCraftError('PERMISSION', `the role may not do this in ${name}`, {
      cause,
      remedy: database.rights,
    })
  }
  if (code === '3D000') {
    return new HitCraftError('NOT_FOUND', `there is no such database: ${name}`, {
      cause,
      remedy: `Create it with createdb, or name another in ${url}${database.orDatabase}.`,
    })
  }
  if (code === '53100' || code === '53200') {
    return new HitCraftError('NO_SPACE', `${name} has no room left`, { cause })
  }
  if (NOT_A_VALUE.test(code)) {
    return new HitCraftError('INVALID_INPUT', 'a value is none that PostgreSQL can compare', {
      cause,
      remedy: 'Leave out NUL characters, and ask for shorter values.',
    })
  }
  if (isOutage(error, code)) {
    return new HitCraftError('UNAVAILABLE', `${name} cannot be reached`, {
      cause,
      remedy: `Check that the server runs and that host and port in ${url} are right.`,
    })
  }
  return error
}

/** Whether a file that a URL names, of certificates, cannot be read. */
function isUnread(error: Error): boolean {
  return 'syscall' in error && error.syscall === 'open'
}

function message(error: Error): string {
  return 'code' in error ? String(error.code) : error.message.split('\n', 1).join('')
}

/** Whether an error of {@link postgresError} says that the server takes no writes from anybody. */
export function isReadOnly({ cause }: HitCraftError): boolean {
  return cause instanceof Error && 'code' in cause && cause.code === READ_ONLY
}

/**
 * Whether a connection could not be made that may be made a moment later. One that was waited for as long
 * as may be is none of these.
 */
export function isNotThereYet(error: unknown, database: NamedDatabase): boolean {
  const isLate = error instanceof Error && /timeout/i.test(error.message)
  return !isLate && isHitCraftError(postgresError(error, database), 'UNAVAILABLE')
}

/** Whether the server has no TLS, which it says at once. */
export function wantsNoTls(error: unknown): boolean {
  return error instanceof Error && /does not support SSL connections/.test(error.message)
}

/** Whether the server gave no answer in time. */
export function isUnanswered(error: unknown): boolean {
  return error instanceof Error && /Query read timeout/i.test(error.message)
}

function isOutage(error: Error, code: string): boolean {
  if (UNAVAILABLE.test(code) || NODE_OUTAGE.test(code) || isUnanswered(error)) return true
  // pg has no codes for these.
  return /Connection terminated|timeout exceeded|Client has encountered a connection error|not queryable|Cannot use a pool after calling end/i.test(
    error.message,
  )
}

/** Whether the same transaction may go through when it is run again. */
export function mayGoThrough(error: unknown): boolean {
  return error instanceof Error && 'code' in error && RETRYABLE.test(String(error.code))
}
