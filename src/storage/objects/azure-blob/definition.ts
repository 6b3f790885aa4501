import { given } from '../../../domain/values/given.ts'
import type { Backend } from '../../backends/backend.ts'
import type { Setting, StoreSettings } from '../../backends/settings.ts'
import { bucketParts } from '../../backends/url-parts.ts'
import type { AzureOptions } from './options.ts'

const SETTINGS = {
  AZURE_STORAGE_CONNECTION_STRING: { fallback: '', about: 'of the storage account' },
  AZURE_STORAGE_ACCOUNT: {
    fallback: '',
    about: "account, opened by Azure's default credential; without a connection string",
  },
  AZURE_CONTAINER: { fallback: 'hitcraft-analyzer', about: 'container; it must exist' },
  AZURE_PREFIX: { fallback: '', about: 'below which everything lies in the container' },
} as const satisfies Record<string, Setting>

type Settings = StoreSettings<keyof typeof SETTINGS>
type Access = Pick<AzureOptions, 'account' | 'connectionString'>

export const azure: Backend<
  { readonly kind: 'azure'; readonly options: AzureOptions },
  keyof typeof SETTINGS
> = {
  kind: 'azure',
  settings: SETTINGS,
  chosen(settings) {
    const container = settings.given('AZURE_CONTAINER') ?? ''
    if (!/^(\$root|[a-z0-9](-?[a-z0-9]){2,62})$/.test(container)) {
      throw settings.refusal(
        'AZURE_CONTAINER',
        '3 to 63 lower-case letters, digits and single hyphens',
      )
    }
    const options = access(settings)
    if (options.account === undefined && options.connectionString === undefined) {
      throw settings.refusal(
        'AZURE_STORAGE_CONNECTION_STRING',
        'a connection string, or AZURE_STORAGE_ACCOUNT with the name of the account',
      )
    }
    const prefix = settings.given('AZURE_PREFIX') ?? ''
    return { kind: 'azure', options: { container, prefix, ...options } }
  },
  url: {
    schemes: ['azblob'],
    form: 'azblob://container/prefix',
    parse(url, _, settings) {
      const parts = bucketParts(url)
      if (parts === undefined) return undefined
      const { name: container, prefix, parameters } = parts
      const account = parameters.get('account')
      const options = account === null ? access(settings) : accessTo(account, settings)
      return { kind: 'azure', options: { container, prefix, ...options } }
    },
  },
  open: async ({ options }) => (await import('./open-azure-store.ts')).openAzureStore(options),
  traits: { catalogInTemp: true },
}

function access(settings: Settings): Access {
  return given({
    account: settings.given('AZURE_STORAGE_ACCOUNT'),
    connectionString: settings.given('AZURE_STORAGE_CONNECTION_STRING'),
  })
}

/** A connection string is of one account: that of another is not what a URL with an account means. */
function accessTo(account: string, settings: Settings): Access {
  const { connectionString } = access(settings)
  const isIts = connectionString
    ?.split(';')
    .some((part) => part.trim().toLowerCase() === `accountname=${account.toLowerCase()}`)
  return isIts === true ? { account, ...given({ connectionString }) } : { account }
}
