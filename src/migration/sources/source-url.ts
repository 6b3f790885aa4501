import { resolve } from 'node:path'
import { decoded } from '../../storage/backends/url-parts.ts'
import { parseStoreUrl, SHORT_URL_FORMS } from '../../storage/parse-store-url.ts'
import type { StoreSettingValues, StoreTarget } from '../../storage/backends/backends.ts'
import { HitCraftError } from '../../errors/hitcraft-error.ts'

/** Sources that are no store, by the scheme of their URL. */
export const FOLDER_SOURCES = ['archive', 'legacy'] as const

/** A folder that is a source and no store. */
export interface FolderSource {
  readonly kind: (typeof FOLDER_SOURCES)[number]
  readonly folder: string
}

export type SourceTarget = StoreTarget | FolderSource

/** How each source is written, for help and messages. */
export const SOURCE_FORMS = [...SHORT_URL_FORMS, ...FOLDER_SOURCES.map((kind) => `${kind}:FOLDER`)]

const FOLDER_FORMS = FOLDER_SOURCES.map((kind) => `${kind}:./folder`)

/**
 * A source named by one URL: a store (`parseStoreUrl`), `archive:./folder` or `legacy:./folder`.
 *
 * @param cwd what a relative folder is relative to
 * @param settings values by the names of the settings, such as `AWS_REGION`
 * @throws HitCraftError INVALID_INPUT for no such URL, INVALID_CONFIG for a setting that cannot be right
 */
export function parseSourceUrl(
  url: string,
  cwd: string,
  settings: StoreSettingValues = {},
): SourceTarget {
  return parseFolderSource(url, cwd) ?? parseStoreUrl(url, cwd, settings, FOLDER_FORMS)
}

/** The same of a source that is no store; undefined for the URL of anything else. @throws HitCraftError INVALID_INPUT */
export function parseFolderSource(url: string, cwd: string): FolderSource | undefined {
  const scheme = /^([a-z]+):/i.exec(url)?.[1]?.toLowerCase()
  const kind = FOLDER_SOURCES.find((one) => one === scheme)
  if (kind === undefined) return undefined
  const folder = decoded(url.slice(kind.length + 1), decodeURI)
  if (folder !== '') return { kind, folder: resolve(cwd, folder) }
  throw new HitCraftError('INVALID_INPUT', `${kind}: names no folder`, {
    remedy: `Write ${kind}:./folder.`,
  })
}

/**
 * The URL of a source by its kind and location. What is left out of a location, as a user, comes by the settings, and of an S3 server
 * whether it has TLS is guessed. Never a secret.
 */
export function sourceUrlOf({ kind, location }: { kind: string; location: string }): string {
  const [place = '', host] = location.split(' at ')
  switch (kind) {
    case 'postgres':
      return postgresUrlOf(location)
    case 'mongodb':
      // Only a host of DNS records has no port.
      return `${/^[^/:,]+\//.test(location) ? 'mongodb+srv' : kind}://${location}`
    case 's3':
      if (host === undefined) return place
      return `${place}?endpoint=${/^(?:localhost|127\.)/.test(host) ? 'http' : 'https'}://${host}`
    case 'azure':
      return place
    default:
      return `${kind}:${location.replaceAll('%', '%25')}`
  }
}

/** Of `host:port/database.schema`, as `Database.location` writes it: what follows the last dot is a schema. */
function postgresUrlOf(location: string): string {
  const [, host = '', port = '', place = ''] = /^(.*):(\d+)\/([^/]*)$/.exec(location) ?? []
  const [, database = place, schema] = /^(.*)\.([A-Za-z_][\w$]*)$/.exec(place) ?? []
  // Of a Unix socket the host is its folder.
  const isSocket = host.startsWith('/')
  const authority = `${host.includes(':') ? `[${host}]` : host}:${port}`
  const parameters = new URLSearchParams({
    ...(isSocket ? { host, port } : {}),
    ...(schema === undefined || schema === 'public' ? {} : { schema }),
  })
  const query = parameters.size === 0 ? '' : `?${parameters.toString()}`
  return `postgres://${isSocket ? '' : authority}/${encodeURIComponent(database)}${query}`
}

/** Whether a target is a source alone, which nothing can be written to. */
export function isFolderSource(target: SourceTarget): target is FolderSource {
  return FOLDER_SOURCES.some((kind) => kind === target.kind)
}
