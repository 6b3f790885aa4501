import { HitCraftError } from './errors/hitcraft-error.ts'
import { parseStoreUrl } from './storage/parse-store-url.ts'
import type { StoreUrlSettings } from './storage/parse-store-url.ts'
import type { FileFolders, StoreTarget, TlsParameters } from './storage/store-target.ts'

/** What every store has, in one place: its settings, with their defaults and what they mean. */
export const STORE_SETTINGS = {
  DATABASE_URL: { fallback: '', about: "postgres://…; else libpq's PG* variables" },
  PGDATABASE: { fallback: 'hitcraft', about: 'database when there is no DATABASE_URL' },
  PGSCHEMA: { fallback: 'public', about: 'schema of the tables' },
  PGSSLMODE: { fallback: '', about: 'disable, prefer, require, verify-ca or verify-full' },
  PGSSLROOTCERT: { fallback: '', about: "certificate of the server's authority, a file" },
  PGSSLCERT: { fallback: '', about: 'certificate of the client, a file' },
  PGSSLKEY: { fallback: '', about: 'its key, a file' },
  MONGODB_URI: { fallback: '', about: 'mongodb://… or mongodb+srv://…' },
  MONGODB_DATABASE: {
    fallback: '',
    about: 'database; default that of MONGODB_URI, else hitcraft_analyzer',
  },
  S3_BUCKET: { fallback: 'hitcraft-analyzer', about: 'bucket; it must exist' },
  S3_PREFIX: { fallback: '', about: 'below which everything lies in the bucket' },
  S3_ENDPOINT: { fallback: '', about: "https://…: a server that is not Amazon's" },
  AWS_REGION: { fallback: '', about: 'region of the bucket' },
  AWS_ACCESS_KEY_ID: { fallback: '', about: "credentials; default the SDK's chain" },
  AWS_SECRET_ACCESS_KEY: { fallback: '', about: 'with AWS_ACCESS_KEY_ID' },
  AWS_SESSION_TOKEN: { fallback: '', about: 'with temporary credentials' },
  AZURE_STORAGE_CONNECTION_STRING: { fallback: '', about: 'of the storage account' },
  AZURE_STORAGE_ACCOUNT: {
    fallback: '',
    about: "account, opened by Azure's default credential; without a connection string",
  },
  AZURE_CONTAINER: { fallback: 'hitcraft-analyzer', about: 'container; it must exist' },
  AZURE_PREFIX: { fallback: '', about: 'below which everything lies in the container' },
} as const

export type StoreSettingName = keyof typeof STORE_SETTINGS

/** Backends that a setting can choose. */
export const BACKENDS = ['file', 'postgres', 'mongodb', 's3', 'azure'] as const

type Value = (name: StoreSettingName) => string

/** The store that the settings choose. @throws HitCraftError INVALID_CONFIG */
export function storeTarget(
  backend: (typeof BACKENDS)[number],
  folders: FileFolders,
  value: Value,
): StoreTarget {
  switch (backend) {
    case 'file':
      return { kind: 'file', folders }
    case 'postgres':
      return postgresTarget(value)
    case 'mongodb':
      return mongoTarget(value)
    case 's3':
      return s3Target(value)
    case 'azure':
      return azureTarget(value)
  }
}

/** What a URL of a store leaves to the settings. */
export function storeUrlSettings(value: Value): StoreUrlSettings {
  const endpoint = value('S3_ENDPOINT')
  const account = value('AZURE_STORAGE_ACCOUNT')
  const connectionString = value('AZURE_STORAGE_CONNECTION_STRING')
  return {
    postgres: { tls: tlsParameters(value) },
    s3: { ...(endpoint === '' ? {} : { endpoint }), ...s3Access(value) },
    azure: {
      ...(account === '' ? {} : { account }),
      ...(connectionString === '' ? {} : { connectionString }),
    },
  }
}

function postgresTarget(value: Value): StoreTarget {
  const url = value('DATABASE_URL')
  const rest = { schema: value('PGSCHEMA'), tls: tlsParameters(value) }
  if (url === '') {
    return { kind: 'postgres', options: { ...rest, database: value('PGDATABASE') } }
  }
  const target = /^postgres(ql)?:/.test(url) ? parseStoreUrl(url, '.') : undefined
  if (target?.kind !== 'postgres') {
    throw invalidSetting('DATABASE_URL', url, 'a URL such as postgres://user@host:5432/hitcraft')
  }
  return { kind: 'postgres', options: { ...target.options, ...rest } }
}

function tlsParameters(value: Value): TlsParameters {
  return {
    sslmode: value('PGSSLMODE'),
    sslrootcert: value('PGSSLROOTCERT'),
    sslcert: value('PGSSLCERT'),
    sslkey: value('PGSSLKEY'),
  }
}

function mongoTarget(value: Value): StoreTarget {
  const uri = value('MONGODB_URI')
  if (!/^mongodb(\+srv)?:\/\/./.test(uri)) {
    throw invalidSetting('MONGODB_URI', uri, 'a URI such as mongodb://user@host:27017/')
  }
  const database = value('MONGODB_DATABASE')
  return { kind: 'mongodb', options: { uri, ...(database === '' ? {} : { database }) } }
}

function s3Target(value: Value): StoreTarget {
  const endpoint = value('S3_ENDPOINT')
  if (endpoint !== '' && !(URL.canParse(endpoint) && /^https?:/.test(endpoint))) {
    throw invalidSetting('S3_ENDPOINT', endpoint, 'an address such as https://s3.example:9000')
  }
  const bucket = value('S3_BUCKET')
  if (!/^[A-Za-z0-9._-]{3,255}$/.test(bucket)) {
    throw invalidSetting('S3_BUCKET', bucket, 'the name of a bucket, without s3://')
  }
  return {
    kind: 's3',
    options: {
      bucket,
      prefix: value('S3_PREFIX'),
      ...(endpoint === '' ? {} : { endpoint }),
      ...s3Access(value),
    },
  }
}

function s3Access(value: Value) {
  const region = value('AWS_REGION')
  const accessKeyId = value('AWS_ACCESS_KEY_ID')
  const secretAccessKey = value('AWS_SECRET_ACCESS_KEY')
  const sessionToken = value('AWS_SESSION_TOKEN')
  if ((accessKeyId === '') !== (secretAccessKey === '')) {
    const missing = accessKeyId === '' ? 'AWS_ACCESS_KEY_ID' : 'AWS_SECRET_ACCESS_KEY'
    throw invalidSetting(missing, '', 'the other half of the credentials, which is set')
  }
  return {
    ...(region === '' ? {} : { region }),
    ...(accessKeyId === ''
      ? {}
      : {
          credentials: {
            accessKeyId,
            secretAccessKey,
            ...(sessionToken === '' ? {} : { sessionToken }),
          },
        }),
  }
}

function azureTarget(value: Value): StoreTarget {
  const container = value('AZURE_CONTAINER')
  if (!/^(\$root|[a-z0-9](-?[a-z0-9]){2,62})$/.test(container)) {
    throw invalidSetting(
      'AZURE_CONTAINER',
      container,
      '3 to 63 lower-case letters, digits and single hyphens',
    )
  }
  const { azure = {} } = storeUrlSettings(value)
  if (azure.account === undefined && azure.connectionString === undefined) {
    throw invalidSetting(
      'AZURE_STORAGE_CONNECTION_STRING',
      '',
      'a connection string, or AZURE_STORAGE_ACCOUNT with the name of the account',
    )
  }
  return { kind: 'azure', options: { container, prefix: value('AZURE_PREFIX'), ...azure } }
}

const URL_SETTINGS = new Set(['DATABASE_URL', 'MONGODB_URI'])

/**
 * Secrets in a setting's value as `***`: passwords in URLs, keys in connection strings, whole keys. In a
 * password that was not percent-encoded may stand anything, so it reaches to the last `@`; of what is to be
 * a URL and is none nothing is shown.
 */
export function maskSecrets(value: string, name?: string): string {
  if (value === '') return ''
  if (name === 'AWS_SECRET_ACCESS_KEY' || name === 'AWS_SESSION_TOKEN') return '***'
  if (URL_SETTINGS.has(name ?? '') && !/^[a-z][a-z0-9+]*:\/\//i.test(value)) return '***'
  return value
    .replace(/^([a-z][a-z0-9+]*:\/\/[^:/?#@]*):.*@/is, '$1:***@')
    .replace(/((?:AccountKey|SharedAccessSignature)=)[^;]*/gi, '$1***')
    .replace(/([?&][^=&]*(?:password|secret|token|sig)=)[^&]*/gi, '$1***')
}

export function invalidSetting(name: string, value: string, allowed: string): HitCraftError {
  const shown = maskSecrets(value, name)
  const what = value === '' ? `${name} is not set` : `${name} is "${shown}"`
  return new HitCraftError('INVALID_CONFIG', `${what}; allowed: ${allowed}`, {
    remedy: `Set ${name} in the environment or in .env.`,
    details: { setting: name },
  })
}
