import type { ErrorCode } from '../../errors/error-codes.ts'
import { HitCraftError } from '../../errors/hitcraft-error.ts'

/** What some errors of a vendor mean to whoever runs this. */
export interface Meaning {
  /** Codes of the service, names of errors, and HTTP statuses. */
  readonly of: readonly (string | number)[]
  readonly code: ErrorCode
  readonly what: string
  readonly remedy: string
  /** That one thing is not there, and not the whole bucket. */
  readonly object?: boolean
}

/**
 * An error as the first meaning that fits one of its marks; without one, as what kept the SDK from an
 * answer.
 *
 * @param setting the one that names the address
 */
export function explain(
  error: Error,
  marks: readonly unknown[],
  meanings: readonly Meaning[],
  of: { readonly location: string; readonly setting: string },
): HitCraftError {
  const meaning = meanings.find((one) => one.of.some((mark) => marks.includes(mark)))
  if (meaning === undefined) return networkError(error, of.location, of.setting)
  return new HitCraftError(meaning.code, `${of.location}: ${meaning.what}`, {
    cause: error,
    remedy: meaning.remedy,
    details: meaning.object === true ? { what: 'object' } : {},
  })
}

/** Whether one object is not there, in a bucket that is. */
export function isNoObject(error: unknown): boolean {
  return (
    error instanceof HitCraftError &&
    error.code === 'NOT_FOUND' &&
    error.details['what'] === 'object'
  )
}

const CERTIFICATE = /certificate|self.signed|CERT_|ERR_TLS|UNABLE_TO_(VERIFY|GET)|DEPTH_ZERO/i

/**
 * What kept an SDK from an answer. A certificate that is not trusted is a matter of settings; all else
 * may pass.
 *
 * @param setting the one that names the address
 */
function networkError(error: Error, location: string, setting: string): HitCraftError {
  const code = 'code' in error ? String(error.code) : error.name
  if (CERTIFICATE.test(`${code} ${error.message}`)) {
    return new HitCraftError(
      'UNAVAILABLE',
      `${location}: its certificate is not trusted (${code})`,
      {
        cause: error,
        remedy: `Set NODE_EXTRA_CA_CERTS to the file of its authority, or correct ${setting}.`,
      },
    )
  }
  return new HitCraftError('UNAVAILABLE', `${location} does not answer (${code})`, {
    cause: error,
    remedy: `Check that it runs and can be reached, and that ${setting} is right.`,
  })
}
