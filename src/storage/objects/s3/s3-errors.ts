import { S3ServiceException } from '@aws-sdk/client-s3'
import { HitCraftError } from '../../../errors/hitcraft-error.ts'
import { explain } from '../server-errors.ts'
import type { Meaning } from '../server-errors.ts'

export const S3_ADDRESS = 'S3_ENDPOINT'

/** What errors of servers mean, the first that fits. */
const MEANINGS: readonly Meaning[] = [
  {
    of: ['NoSuchBucket'],
    code: 'NOT_FOUND',
    what: 'there is no such bucket',
    remedy: 'Make it, or set S3_BUCKET to one that is there.',
  },
  {
    of: ['NoSuchKey', 'NotFound', 404],
    code: 'NOT_FOUND',
    what: 'there is no such object',
    remedy: 'Look for it by another name.',
    object: true,
  },
  {
    of: [412, 409],
    code: 'CONFLICT',
    what: 'the object is not what it was',
    remedy: 'Run it again.',
  },
  {
    of: ['NotImplemented', 501],
    code: 'UNSUPPORTED',
    what: 'the server cannot do that',
    remedy: 'Use a server that can.',
  },
  {
    of: ['InvalidAccessKeyId', 'SignatureDoesNotMatch', 'InvalidToken', 'ExpiredToken', 401],
    code: 'PERMISSION',
    what: 'the server does not accept the credentials',
    remedy:
      'Check AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or the profile or role that stands for them.',
  },
  {
    of: ['RequestTimeTooSkewed'],
    code: 'PERMISSION',
    what: "the clock of this machine is too far from the server's",
    remedy: 'Set the clock by NTP.',
  },
  {
    of: ['QuotaExceeded', 507],
    code: 'NO_SPACE',
    what: 'the quota is used up',
    remedy: 'Raise it and run the same again; what was acknowledged is kept.',
  },
  {
    of: [403],
    code: 'PERMISSION',
    what: 'the credentials lack the right to do that',
    remedy: 'docs/deployment/s3.md has the least rights.',
  },
  {
    of: ['CredentialsProviderError'],
    code: 'INVALID_CONFIG',
    what: 'no credentials are found',
    remedy: 'Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, AWS_PROFILE, or run under a role.',
  },
  {
    of: ['AuthorizationHeaderMalformed', 'PermanentRedirect', 301, 400],
    code: 'INVALID_CONFIG',
    what: 'the server refuses what it was asked',
    remedy: 'Check S3_BUCKET (its name), S3_ENDPOINT and AWS_REGION (that of the bucket).',
  },
]

/** An error of the SDK or the server as one that says what to do. */
export function s3Error(error: unknown, location: string): unknown {
  if (!(error instanceof Error) || error instanceof HitCraftError) return error
  if (/region is missing/i.test(error.message)) {
    return new HitCraftError('INVALID_CONFIG', 'AWS_REGION is not set', {
      cause: error,
      remedy: 'Set it to the region of the bucket.',
    })
  }
  const status = error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined
  return explain(error, [error.name, status], MEANINGS, { location, setting: S3_ADDRESS })
}
