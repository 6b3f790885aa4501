import { HitCraftError } from '../errors/hitcraft-error.ts'
import { BACKEND_KINDS, backendOf, STORE_SETTINGS } from './backends/backends.ts'
import type { StoreSettingValues, StoreTarget } from './backends/backends.ts'
import { StoreSettings } from './backends/settings.ts'

/** Schemes of what is read and is no store, with what is done with such a folder. */
const NO_STORES = new Map([
  [
    'archive',
    'Write one with hitcraft export --to archive:FOLDER, read it with hitcraft migrate --from archive:FOLDER --to URL.',
  ],
  ['legacy', 'Take it over with: hitcraft migrate --from legacy:FOLDER --to URL.'],
])

/** How the URL of each backend is written. */
const URL_FORMS = BACKEND_KINDS.flatMap((kind) => backendOf(kind).url?.form ?? [])

/** The same with what follows a server's scheme left out. */
export const SHORT_URL_FORMS = URL_FORMS.map((form) => form.replace(/:\/\/.*/, '://…'))

/**
 * A store named by one URL: `file:./folder` (the five folders under it), `postgres://…`, `mongodb://…`,
 * `s3://bucket/prefix?endpoint=…&region=…` or `azblob://container/prefix?account=…`. Credentials of the
 * last two come by the settings, and what the URL leaves out comes from there too.
 *
 * @param cwd what a relative folder is relative to
 * @param settings values by the names of the settings, such as `AWS_REGION`
 * @param others forms that may be written beside, for the remedy
 * @throws HitCraftError INVALID_INPUT for no such URL, INVALID_CONFIG for a setting that cannot be right
 */
export function parseStoreUrl(
  url: string,
  cwd: string,
  settings: StoreSettingValues = {},
  others: readonly string[] = [],
): StoreTarget {
  const scheme = /^([a-z][a-z0-9+]*):/i.exec(url)?.[1]?.toLowerCase() ?? ''
  const remedy = NO_STORES.get(scheme)
  if (remedy !== undefined) {
    throw new HitCraftError('INVALID_INPUT', `${scheme}: is a source and no store`, { remedy })
  }
  const values = new StoreSettings(STORE_SETTINGS, settings)
  for (const kind of BACKEND_KINDS) {
    const form = backendOf(kind).url
    const target = form?.schemes.includes(scheme) === true && form.parse(url, cwd, values)
    if (typeof target === 'object') return target
  }
  throw new HitCraftError('INVALID_INPUT', `${shown(url)} is not the URL of a store`, {
    remedy: `Write ${[...URL_FORMS, ...others].join(', ').replace(/, (?=[^,]*$)/, ' or ')}.`,
  })
}

/** What was written, where it is too short and plain to hold a secret. */
function shown(url: string): string {
  return /^[\w.:/~-]{1,20}$/.test(url) ? `"${url}"` : 'what was given'
}
