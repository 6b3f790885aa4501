import { isAbsolute, join, resolve } from 'node:path'
import { HitCraftError } from '../errors/hitcraft-error.ts'
import type {
  AzureOptions,
  FileFolders,
  PostgresOptions,
  S3Options,
  StoreTarget,
} from './store-target.ts'

/** Schemes that the design names and that this build does not have yet. */
const NOT_YET = new Set(['legacy', 'archive'])

const FORMS =
  'Write file:./folder, postgres://user@host/database, mongodb://host/database, ' +
  's3://bucket/prefix?endpoint=https://host or azblob://container/prefix.'

/**
 * A store named by one URL: `file:./folder` (the five folders under it), `postgres://…`, `mongodb://…`,
 * `s3://bucket/prefix?endpoint=…&region=…` or `azblob://container/prefix?account=…`. Credentials of the
 * last two come by the environment, and what the URL leaves out comes from there too.
 *
 * @param cwd what a relative folder is relative to
 * @param rest what the settings say besides
 * @throws HitCraftError INVALID_INPUT for no such URL, UNSUPPORTED for a kind that is not built yet
 */
export function parseStoreUrl(url: string, cwd: string, rest: StoreUrlSettings = {}): StoreTarget {
  const scheme = /^([a-z][a-z0-9+]*):/i.exec(url)?.[1]?.toLowerCase()
  switch (scheme) {
    case 'file': {
      const folder = decoded(url.slice('file:'.length).replace(/^\/\/(?=\/)/, ''), decodeURI)
      if (folder === '') break
      return {
        kind: 'file',
        folders: foldersUnder(isAbsolute(folder) ? folder : resolve(cwd, folder)),
      }
    }
    case 'postgres':
    case 'postgresql':
      return { kind: 'postgres', options: { ...rest.postgres, connectionString: url } }
    case 'mongodb':
    case 'mongodb+srv':
      return { kind: 'mongodb', options: { uri: url } }
    case 's3': {
      const { name, prefix, parameters } = parseBucket(url)
      if (name === '') break
      const endpoint = parameters.get('endpoint')
      const region = parameters.get('region')
      return {
        kind: 's3',
        options: {
          bucket: name,
          prefix,
          ...rest.s3,
          ...(endpoint === null ? {} : { endpoint: checkedUrl(endpoint) }),
          ...(region === null ? {} : { region }),
        },
      }
    }
    case 'azblob': {
      const { name, prefix, parameters } = parseBucket(url)
      if (name === '') break
      const account = parameters.get('account')
      return {
        kind: 'azure',
        options: {
          container: name,
          prefix,
          ...(account === null ? rest.azure : accessTo(account, rest.azure)),
        },
      }
    }
    case undefined:
      break
    default:
      if (NOT_YET.has(scheme)) {
        throw new HitCraftError('UNSUPPORTED', `${scheme}: stores are not in this version yet`, {
          remedy: FORMS,
        })
      }
  }
  throw new HitCraftError('INVALID_INPUT', 'that is not the URL of a store', { remedy: FORMS })
}

/** A connection string is of one account: that of another is not what a URL with an account means. */
function accessTo(account: string, { connectionString, ...rest }: AzureAccess = {}): AzureAccess {
  const isIts = connectionString
    ?.split(';')
    .some((part) => part.trim().toLowerCase() === `accountname=${account.toLowerCase()}`)
  return { ...rest, account, ...(isIts === true ? { connectionString } : {}) }
}

type AzureAccess = Omit<AzureOptions, 'container' | 'prefix'>

/** What the settings say of stores that one URL cannot name whole. */
export interface StoreUrlSettings {
  readonly postgres?: Pick<PostgresOptions, 'tls'>
  readonly s3?: Omit<S3Options, 'bucket' | 'prefix'>
  readonly azure?: AzureAccess
}

function parseBucket(url: string): { name: string; prefix: string; parameters: URLSearchParams } {
  const [, name = '', path = '', query = ''] =
    /^[a-z0-9]+:\/\/([^/?#]*)\/?([^?#]*)(?:\?([^#]*))?/i.exec(url) ?? []
  return { name, prefix: decoded(path, decodeURIComponent), parameters: new URLSearchParams(query) }
}

/** @throws HitCraftError INVALID_INPUT for a percent sign that encodes nothing, and for NUL */
function decoded(text: string, decode: (text: string) => string): string {
  let plain: string | undefined
  try {
    plain = decode(text)
  } catch (cause) {
    if (!(cause instanceof URIError)) throw cause
  }
  if (plain !== undefined && !plain.includes('\0')) return plain
  throw new HitCraftError('INVALID_INPUT', 'that URL of a store holds a % that encodes nothing', {
    remedy: 'Write a percent sign as %25.',
  })
}

/** @throws HitCraftError INVALID_INPUT for an endpoint that is no http address */
function checkedUrl(endpoint: string): string {
  if (URL.canParse(endpoint) && /^https?:$/.test(new URL(endpoint).protocol)) return endpoint
  throw new HitCraftError('INVALID_INPUT', 'the endpoint of that URL is no address', {
    remedy: 'Write endpoint=https://host:port.',
  })
}

/** The five folders, by their usual names, under one. */
export function foldersUnder(root: string): FileFolders {
  return {
    uploads: join(root, 'uploads'),
    temp: join(root, 'temp_chunks'),
    results: join(root, 'analysis_results'),
    threads: join(root, 'organized_threads'),
    data: join(root, 'data'),
  }
}
