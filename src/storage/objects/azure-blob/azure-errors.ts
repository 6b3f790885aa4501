import { RestError } from '@azure/storage-blob'
import { HitCraftError } from '../../../errors/hitcraft-error.ts'
import { networkError } from '../network-error.ts'

const CONFLICTS = new Set(['BlobAlreadyExists', 'ConditionNotMet', 'TargetConditionNotMet'])

/** An error of the SDK or the server as one that says what to do. */
export function azureError(error: unknown, location: string): unknown {
  if (!(error instanceof Error) || error instanceof HitCraftError) return error
  const make = (
    code: HitCraftError['code'],
    message: string,
    remedy: string,
    details: Record<string, string> = {},
  ) => new HitCraftError(code, message, { cause: error, remedy, details })
  const status = error instanceof RestError ? error.statusCode : undefined
  const name = error instanceof RestError ? (error.code ?? '') : error.name
  switch (true) {
    case name === 'ContainerNotFound' || name === 'ContainerBeingDeleted':
      return make(
        'NOT_FOUND',
        `${location}: there is no such container`,
        'Make it, or set AZURE_CONTAINER to one that is there.',
      )
    case status === 404:
      return make('NOT_FOUND', `${location}: there is no such blob`, '', { what: 'object' })
    case CONFLICTS.has(name) || status === 412 || status === 409:
      return make('CONFLICT', `${location}: the blob is not what it was`, 'Run it again.')
    case name === 'AuthenticationFailed' || status === 401:
      return make(
        'PERMISSION',
        `${location}: the server does not accept the credentials`,
        'Check AZURE_STORAGE_CONNECTION_STRING, or the identity that stands for AZURE_STORAGE_ACCOUNT.',
      )
    case status === 403:
      return make(
        'PERMISSION',
        `${location}: the credentials lack the right to do that`,
        'docs/deployment/azure-blob.md has the least rights, and doctor tries each.',
      )
    case error.name === 'CredentialUnavailableError' ||
      error.name === 'AggregateAuthenticationError':
    case error.name === 'AuthenticationRequiredError':
      return make(
        'INVALID_CONFIG',
        `${location}: no credentials are found`,
        'Set AZURE_STORAGE_CONNECTION_STRING, or sign in (az login, a managed identity, AZURE_CLIENT_ID …).',
      )
  }
  return networkError(error, location, 'AZURE_STORAGE_ACCOUNT or AZURE_STORAGE_CONNECTION_STRING')
}
