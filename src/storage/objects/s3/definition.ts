import { given } from '../../../domain/values/given.ts'
import { HitCraftError } from '../../../errors/hitcraft-error.ts'
import type { Backend } from '../../backends/backend.ts'
import type { Setting, StoreSettings } from '../../backends/settings.ts'
import { bucketParts } from '../../backends/url-parts.ts'
import type { S3Credentials, S3Options } from './options.ts'

const SETTINGS = {
  S3_BUCKET: { fallback: 'hitcraft-analyzer', about: 'bucket; it must exist' },
  S3_PREFIX: { fallback: '', about: 'below which everything lies in the bucket' },
  S3_ENDPOINT: { fallback: '', about: "https://…: a server that is not Amazon's" },
  AWS_REGION: { fallback: '', about: 'region of the bucket' },
  AWS_ACCESS_KEY_ID: { fallback: '', about: "credentials; default the SDK's chain" },
  AWS_SECRET_ACCESS_KEY: { fallback: '', about: 'with AWS_ACCESS_KEY_ID', shown: 'never' },
  AWS_SESSION_TOKEN: { fallback: '', about: 'with temporary credentials', shown: 'never' },
} as const satisfies Record<string, Setting>

type Settings = StoreSettings<keyof typeof SETTINGS>

export const s3: Backend<
  { readonly kind: 's3'; readonly options: S3Options },
  keyof typeof SETTINGS
> = {
  kind: 's3',
  settings: SETTINGS,
  chosen(settings) {
    const bucket = settings.given('S3_BUCKET') ?? ''
    if (!/^[A-Za-z0-9._-]{3,255}$/.test(bucket)) {
      throw settings.refusal('S3_BUCKET', 'the name of a bucket, without s3://')
    }
    const prefix = settings.given('S3_PREFIX') ?? ''
    return { kind: 's3', options: { bucket, prefix, ...access(settings) } }
  },
  url: {
    schemes: ['s3'],
    form: 's3://bucket/prefix?endpoint=https://host',
    parse(url, _, settings) {
      const parts = bucketParts(url)
      if (parts === undefined) return undefined
      const { name, prefix, parameters } = parts
      const endpoint = parameters.get('endpoint') ?? undefined
      if (endpoint !== undefined && !isAddress(endpoint)) {
        throw new HitCraftError('INVALID_INPUT', 'the endpoint of that URL is no address', {
          remedy: 'Write endpoint=https://host:port.',
        })
      }
      const region = parameters.get('region') ?? undefined
      const named = given({ endpoint, region })
      return { kind: 's3', options: { bucket: name, prefix, ...access(settings), ...named } }
    },
  },
  open: async ({ options }) => (await import('./open-s3-store.ts')).openS3Store(options),
  traits: { catalogInTemp: true },
}

function access(settings: Settings): Omit<S3Options, 'bucket' | 'prefix'> {
  const endpoint = settings.given('S3_ENDPOINT')
  if (endpoint !== undefined && !isAddress(endpoint)) {
    throw settings.refusal('S3_ENDPOINT', 'an address such as https://s3.example:9000')
  }
  const region = settings.given('AWS_REGION')
  return given({ endpoint, region, credentials: credentials(settings) })
}

function credentials(settings: Settings): S3Credentials | undefined {
  const accessKeyId = settings.given('AWS_ACCESS_KEY_ID')
  const secretAccessKey = settings.given('AWS_SECRET_ACCESS_KEY')
  if (accessKeyId !== undefined && secretAccessKey !== undefined) {
    const sessionToken = settings.given('AWS_SESSION_TOKEN')
    return { accessKeyId, secretAccessKey, ...given({ sessionToken }) }
  }
  if (accessKeyId === secretAccessKey) return undefined
  const missing = accessKeyId === undefined ? 'AWS_ACCESS_KEY_ID' : 'AWS_SECRET_ACCESS_KEY'
  throw settings.refusal(missing, 'the other half of the credentials, which is set')
}

function isAddress(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)
}
