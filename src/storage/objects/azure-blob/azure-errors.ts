import { RestError } from '@azure/storage-blob'
import { HitCraftError } from '../../../errors/hitcraft-error.ts'
import { explain } from '../server-errors.ts'
import type { Meaning } from '../server-errors.ts'

export const AZURE_ADDRESS = 'AZURE_STORAGE_ACCOUNT or AZURE_STORAGE_CONNECTION_STRING'

/** What errors of the service mean, the first that fits. */
const MEANINGS: readonly Meaning[] = [
  {
    of: ['ContainerNotFound', 'ContainerBeingDeleted'],
    code: 'NOT_FOUND',
    what: 'there is no such container',
    remedy: 'Make it, or set AZURE_CONTAINER to one that is there.',
  },
  {
    of: [404],
    code: 'NOT_FOUND',
    what: 'there is no such blob',
    remedy: 'Look for it by another name.',
    object: true,
  },
  {
    of: [
      'LeaseIdMissing',
      'BlobImmutableDueToPolicy',
      'BlobImmutableDueToLegalHold',
      'BlobBeingRehydrated',
      'AccountBeingCreated',
    ],
    code: 'PERMISSION',
    what: 'a lease, an immutability policy or the access tier keeps the blob from being changed',
    remedy: 'Take it from the container: this store changes and deletes its blobs.',
  },
  {
    // A blob that must be absent and is there answers 409, another state 412.
    of: [409, 412],
    code: 'CONFLICT',
    what: 'the blob is not what it was',
    remedy: 'Run it again.',
  },
  {
    of: ['AuthenticationFailed', 401],
    code: 'PERMISSION',
    what: 'the server does not accept the credentials',
    remedy:
      'Check AZURE_STORAGE_CONNECTION_STRING, or the identity that opens AZURE_STORAGE_ACCOUNT.',
  },
  {
    of: [403],
    code: 'PERMISSION',
    what: 'the credentials lack the right to do that',
    remedy:
      'Check the key in AZURE_STORAGE_CONNECTION_STRING, or the role of the identity: ' +
      'docs/deployment/azure-blob.md has the least rights.',
  },
  {
    of: [
      'CredentialUnavailableError',
      'AggregateAuthenticationError',
      'AuthenticationRequiredError',
    ],
    code: 'INVALID_CONFIG',
    what: 'no credentials are found',
    remedy:
      'Set AZURE_STORAGE_CONNECTION_STRING, or sign in: az login, a managed identity, AZURE_CLIENT_ID.',
  },
  {
    of: [400],
    code: 'INVALID_CONFIG',
    what: 'the server refuses what it was asked',
    remedy: 'Check AZURE_CONTAINER (its name) and AZURE_STORAGE_CONNECTION_STRING.',
  },
]

/** An error of the SDK or the server as one that says what to do. */
export function azureError(error: unknown, location: string): unknown {
  if (!(error instanceof Error) || error instanceof HitCraftError) return error
  const marks =
    error instanceof RestError ? [error.code, error.statusCode, error.name] : [error.name]
  return explain(error, marks, MEANINGS, { location, setting: AZURE_ADDRESS })
}
