import { S3ServiceException } from '@aws-sdk/client-s3'
import { HitCraftError } from '../../../errors/hitcraft-error.ts'
import { networkError } from '../network-error.ts'

const KEYS_WRONG = new Set([
  'InvalidAccessKeyId',
  'SignatureDoesNotMatch',
  'InvalidToken',
  'ExpiredToken',
  'AuthorizationHeaderMalformed',
])

/** An error of the SDK or the server as one that says what to do. */
export function s3Error(error: unknown, location: string): unknown {
  if (!(error instanceof Error) || error instanceof HitCraftError) return error
  const make = (
    code: HitCraftError['code'],
    message: string,
    remedy: string,
    details: Record<string, string> = {},
  ) => new HitCraftError(code, message, { cause: error, remedy, details })
  const status = error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined
  switch (true) {
    case error.name === 'NoSuchBucket':
      return make('NOT_FOUND', `${location}: there is no such bucket`, MAKE_BUCKET)
    case error.name === 'NoSuchKey' || error.name === 'NotFound' || status === 404:
      return make('NOT_FOUND', `${location}: there is no such object`, '', { what: 'object' })
    case status === 412 || status === 409:
      return make('CONFLICT', `${location}: the object is not what it was`, 'Run it again.')
    case status === 501 || error.name === 'NotImplemented':
      return make('UNSUPPORTED', `${location}: the server cannot do that`, 'Use another server.')
    case KEYS_WRONG.has(error.name) || status === 401:
      return make(
        'PERMISSION',
        `${location}: the server does not accept the credentials`,
        'Check AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY (or the profile, or role, that stands for them).',
      )
    case error.name === 'RequestTimeTooSkewed':
      return make(
        'PERMISSION',
        `${location}: the clock of this machine is too far from the server's`,
        'Set the clock by NTP.',
      )
    case status === 403:
      return make(
        'PERMISSION',
        `${location}: the credentials lack the right to do that`,
        'docs/deployment/s3.md has the least rights, and doctor tries each.',
      )
    case status === 507 || error.name === 'QuotaExceeded':
      return make('NO_SPACE', `${location}: the quota is used up`, 'Raise it and run it again.')
    case error.name === 'CredentialsProviderError':
      return make(
        'INVALID_CONFIG',
        `${location}: no credentials are found`,
        'Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, AWS_PROFILE, or run under a role.',
      )
    case /region is missing/i.test(error.message):
      return make('INVALID_CONFIG', 'AWS_REGION is not set', 'Set it to the region of the bucket.')
    case status === 301 || error.name === 'PermanentRedirect':
      return make(
        'INVALID_CONFIG',
        `${location}: the bucket lies in another region`,
        'Set AWS_REGION to that of the bucket.',
      )
  }
  return networkError(error, location, 'S3_ENDPOINT')
}

const MAKE_BUCKET = 'Make it, or set S3_BUCKET to one that is there.'
