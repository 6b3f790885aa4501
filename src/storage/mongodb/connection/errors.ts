import {
  MongoBulkWriteError,
  MongoError,
  MongoServerError,
  MongoServerSelectionError,
} from 'mongodb'
import { HitCraftError, isHitCraftError } from '../../../errors/hitcraft-error.ts'

/** Server error codes (MongoDB, `error_codes.yml`) that mean the same to every caller. */
const LOGIN = new Set([18, 8000])
const NOT_ALLOWED = new Set([13, 31])
const NO_SPACE = new Set([14_031, 12_501])
const TOO_LARGE = new Set([10_334, 17_280, 17_419, 17_420])
const BAD_NAME = new Set([73, 13_297])
/** Shutting down, stepping down, no majority, out of time: the same call may succeed later. */
const OUTAGE = new Set([
  6, 7, 24, 50, 64, 79, 89, 91, 100, 133, 134, 189, 202, 262, 317, 358, 9001, 10_058, 10_107,
  11_600, 11_602, 13_388, 13_435, 13_436,
])
const OUTAGE_NAME =
  /Network|ServerSelection|TopologyClosed|NotConnected|ClientClosed|PoolClosed|PoolCleared|WaitQueueTimeout|OperationTimeout|StalePrimary|WriteConcern/
const CERTIFICATE = /certificate|self[- ]signed|unable to verify|ERR_TLS|altname|\bSSL\b|\bTLS\b/i
const AUTH = /authenticat|SCRAM|credential|mechanism/i

export function tooLarge(cause?: unknown): HitCraftError {
  return new HitCraftError('UNSUPPORTED', 'a record is larger than a document may be', {
    ...(cause === undefined ? {} : { cause }),
    remedy: 'A document of MongoDB holds 16 MB. Other backends have no such limit.',
  })
}

/** Whether the user lacks a right. */
export function isNotAllowed(error: unknown): boolean {
  if (isHitCraftError(error, 'PERMISSION')) return true
  return error instanceof MongoError && NOT_ALLOWED.has(codeOf(error))
}

/** An error of the server or of the way to it, as one that says what to do; others as they are. */
export function mongoError(error: unknown, location: string): unknown {
  if (!(error instanceof MongoError)) return error
  const code = codeOf(error)
  const cause = error
  if (LOGIN.has(code)) return loginRefused(location, cause)
  if (NOT_ALLOWED.has(code)) {
    return new HitCraftError('PERMISSION', `the user may not do this in ${location}`, {
      cause,
      remedy:
        'Grant the rights listed in docs/deployment/mongodb.md, or put user and password into MONGODB_URI.',
    })
  }
  if (NO_SPACE.has(code)) {
    return new HitCraftError('NO_SPACE', `MongoDB at ${location} has no room left`, { cause })
  }
  if (TOO_LARGE.has(code) || /BSONObj size|object to insert too large/i.test(error.message)) {
    return tooLarge(cause)
  }
  if (BAD_NAME.has(code)) {
    return new HitCraftError('INVALID_CONFIG', `${location} is no name that the server takes`, {
      cause,
      remedy: 'Set MONGODB_DATABASE to a plain name.',
    })
  }
  if (error.name === 'MongoCompatibilityError') {
    return new HitCraftError('UNSUPPORTED', `the server at ${location} is too old`, {
      cause,
      remedy: 'Use MongoDB 4.4 or newer behind MONGODB_URI.',
    })
  }
  return outage(error, code, location)
}

function outage(error: MongoError, code: number, location: string): HitCraftError {
  const causes = textsOf(error)
  if (CERTIFICATE.test(causes)) {
    return new HitCraftError('UNAVAILABLE', `the TLS certificate of ${location} was not accepted`, {
      cause: error,
      remedy:
        'Name the authority by tlsCAFile in MONGODB_URI, use the host name of the certificate, and check its dates.',
    })
  }
  if (OUTAGE.has(code) || OUTAGE_NAME.test(error.name)) {
    return new HitCraftError('UNAVAILABLE', `MongoDB at ${location} cannot be reached`, {
      cause: error,
      remedy:
        'Check that the server runs, that host and port in MONGODB_URI are right, and that a set has a primary.',
    })
  }
  if (AUTH.test(error.message)) return loginRefused(location, error)
  const name = error instanceof MongoServerError ? (error.codeName ?? '') : error.name
  return new HitCraftError('INTERNAL', `MongoDB at ${location} answered ${name} (${code})`, {
    cause: error,
  })
}

function loginRefused(location: string, cause: unknown): HitCraftError {
  return new HitCraftError('PERMISSION', `MongoDB at ${location} refused the login`, {
    cause,
    remedy: 'Check user, password and authSource in MONGODB_URI.',
  })
}

function codeOf(error: MongoError): number {
  if (error instanceof MongoBulkWriteError) {
    const [first] = Array.isArray(error.writeErrors) ? error.writeErrors : [error.writeErrors]
    return Number(first?.code ?? error.code ?? 0)
  }
  return Number(error.code ?? 0)
}

/** What the error and those that led to it say; a failed selection hides them in its servers. */
function textsOf(error: Error): string {
  const texts: string[] = []
  let one: unknown = error
  for (let depth = 0; one instanceof Error && depth < 5; depth++) {
    texts.push(one.message, 'code' in one ? String(one.code) : '')
    if (one instanceof MongoServerSelectionError) {
      for (const server of one.reason?.servers.values() ?? []) {
        if (server.error !== null) texts.push(server.error.message)
      }
    }
    one = one.cause
  }
  return texts.join('\n')
}

/** Whether a write failed for nothing but documents that another writer had put there before. */
export function isDuplicate(error: unknown): boolean {
  if (error instanceof MongoBulkWriteError) {
    const errors = Array.isArray(error.writeErrors) ? error.writeErrors : [error.writeErrors]
    return errors.length > 0 && errors.every(({ code }) => code === 11_000)
  }
  return error instanceof MongoServerError && error.code === 11_000
}
