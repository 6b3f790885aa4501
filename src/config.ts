import { isDeepStrictEqual } from 'node:util'
import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseEnv } from 'node:util'
import { PROVIDER_SETTINGS } from './analysis/models/providers.ts'
import { ANALYZER_NAMES } from './analysis/registry.ts'
import type { AnalyzerName } from './analysis/registry.ts'
import { keysOf, tableOf } from './domain/values/keys.ts'
import { isHitCraftError } from './errors/hitcraft-error.ts'
import { fileError } from './files/file-error.ts'
import { STORE_SETTINGS } from './storage/backends/backends.ts'
import type { StoreSettingValues, StoreTarget } from './storage/backends/backends.ts'
import { chosenStore, CHOICES } from './storage/backends/chosen-store.ts'
import type { FileFolders } from './storage/backends/folders.ts'
import { invalidSetting, shownValue } from './storage/backends/settings.ts'
import type { Setting } from './storage/backends/settings.ts'
import { parseStoreUrl } from './storage/parse-store-url.ts'

/** Every setting, with its default and what it means. `hitcraft config` prints this table. */
export const SETTINGS = {
  STORAGE_BACKEND: {
    fallback: 'file',
    about: `${CHOICES.slice(0, -1).join(', ')} or ${CHOICES.at(-1)}`,
  },
  STORAGE_SHADOW: {
    fallback: '',
    about: 'URL of a second store that gets what is written to the first; unset: none',
    shown: 'as a URL',
  },
  UPLOAD_FOLDER: { fallback: './uploads', about: 'files that came in over HTTP' },
  TEMP_FOLDER: { fallback: './temp_chunks', about: 'state of imports under way' },
  RESULTS_FOLDER: { fallback: './analysis_results', about: 'reports and reject lists' },
  THREADS_FOLDER: { fallback: './organized_threads', about: 'one JSON and one text file a thread' },
  DATA_FOLDER: { fallback: './data', about: 'log, catalog, records, analysis history' },
  ...STORE_SETTINGS,
  ANALYZER: {
    fallback: 'local',
    about: 'local: offline, no key; claude or openai: a model, with a key',
  },
  ANALYZER_MODEL: { fallback: '', about: 'model of claude or openai; unset: a default of each' },
  ...PROVIDER_SETTINGS,
  REDACT_NAMES: {
    fallback: '',
    about: 'names of people never sent to a model, with commas between',
    shown: 'never',
  },
  ANALYZER_THREADS: {
    fallback: 'auto',
    about: 'threads that analyze: auto (one a core, at most 4), or 0 (none of their own) to 64',
  },
  RECEIPT_KEY: {
    fallback: '',
    about: 'file of the Ed25519 key (PEM) that signs receipts of migrations; unset: none',
  },
  JOBS_URL: {
    fallback: '',
    about: 'PostgreSQL database from which hitcraft worker takes analyses; unset: serve does them',
    shown: 'as a URL',
  },
  HOST: { fallback: '127.0.0.1', about: 'address of the web page; loopback only' },
  PORT: { fallback: '8096', about: 'port of the web page; 0 takes a free one' },
  MAX_UPLOAD_BYTES: { fallback: String(20 * 1024 ** 3), about: 'largest upload, in bytes' },
  LOG_LEVEL: { fallback: 'info', about: 'fatal, error, warn, info, debug, trace or silent' },
} satisfies Record<string, Setting>

export type SettingName = keyof typeof SETTINGS

/** The settings that a model analyzer is opened with. */
const MODEL_SETTINGS = ['ANALYZER_MODEL', 'REDACT_NAMES', ...keysOf(PROVIDER_SETTINGS)] as const
export type ModelSettingValues = Readonly<Record<(typeof MODEL_SETTINGS)[number], string>>

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const
const LOOPBACK = /^(localhost|127(?:\.\d{1,3}){3}|::1|\[::1\])$/

/** The checked settings of one process. */
export interface Config {
  readonly store: StoreTarget
  /** The second store that gets what is written; absent: none. */
  readonly shadow?: {
    readonly target: StoreTarget
    /** Its URL without secrets. */
    readonly location: string
    /** Where processes of this machine note what did not arrive. */
    readonly folder: string
  }
  /** What a store named by its URL takes from the settings. Secrets are among them. */
  readonly storeSettings: StoreSettingValues
  /** The folders, whichever backend keeps the threads: uploads, chunks and results lie on disk. */
  readonly folders: FileFolders
  readonly analyzer: AnalyzerName
  /** What an analyzer that asks a model takes from the settings. Keys are among them. */
  readonly modelSettings: ModelSettingValues
  /** Absent for `auto`. */
  readonly analyzerThreads?: number
  /** File of the key that signs receipts; absent: they are not signed. */
  readonly receiptKey?: string
  /** Of the queue from which workers take analyses; absent: there is none. It may hold a password. */
  readonly jobsUrl?: string
  readonly host: string
  readonly port: number
  readonly maxUploadBytes: number
  readonly logLevel: (typeof LOG_LEVELS)[number]
  /** How the command line is called: `hitcraft`, or through npm in a checkout, where it is on no path. */
  readonly command: string
  /** Where each setting came from. */
  readonly sources: Readonly<Record<SettingName, SettingSource>>
}

export interface SettingSource {
  /** The effective value, a secret in it masked. */
  readonly value: string
  readonly from: 'flag' | 'environment' | '.env' | 'default'
}

export interface ConfigInput {
  /** Default `process.env`. */
  readonly env?: Readonly<Record<string, string | undefined>>
  /** From the command line; over everything. */
  readonly flags?: Readonly<Partial<Record<SettingName, string>>>
  /** Where `.env` and relative folders are looked for. Default the working directory. */
  readonly cwd?: string
}

/**
 * Reads and checks all settings: flags over environment over `.env` over defaults. The only reader of
 * `process.env`.
 *
 * @throws HitCraftError INVALID_CONFIG naming the variable, its value and what is allowed
 */
export function loadConfig(input: ConfigInput = {}): Config {
  const cwd = input.cwd ?? process.cwd()
  const read = reader(input, cwd)
  const backend = oneOf('STORAGE_BACKEND', read('STORAGE_BACKEND').value, CHOICES)
  const path = (name: SettingName) => resolve(cwd, read(name).value)
  const folders: FileFolders = {
    uploads: path('UPLOAD_FOLDER'),
    temp: path('TEMP_FOLDER'),
    results: path('RESULTS_FOLDER'),
    threads: path('THREADS_FOLDER'),
    data: path('DATA_FOLDER'),
  }
  const names = keysOf(SETTINGS)
  const storeSettings = Object.fromEntries(
    keysOf(STORE_SETTINGS).map((name) => [name, read(name).value]),
  )
  const store = chosenStore(backend, storeSettings, folders)
  const shadowUrl = read('STORAGE_SHADOW').value
  const analyzerThreads = read('ANALYZER_THREADS').value
  const jobsUrl = read('JOBS_URL').value
  const host = read('HOST').value
  if (!LOOPBACK.test(host)) {
    throw invalidSetting(
      'HOST',
      SETTINGS.HOST,
      host,
      'a loopback address: there is no authentication yet',
    )
  }
  return {
    store,
    ...(shadowUrl === ''
      ? {}
      : {
          shadow: {
            target: shadowTarget(shadowUrl, cwd, storeSettings, store),
            location: shownValue(shadowUrl, SETTINGS.STORAGE_SHADOW),
            folder: join(folders.temp, 'shadow'),
          },
        }),
    storeSettings,
    folders,
    analyzer: oneOf('ANALYZER', read('ANALYZER').value, ANALYZER_NAMES),
    modelSettings: tableOf(MODEL_SETTINGS, (name) => read(name).value),
    ...(analyzerThreads === 'auto'
      ? {}
      : { analyzerThreads: wholeNumber('ANALYZER_THREADS', analyzerThreads, 0, 64) }),
    ...(read('RECEIPT_KEY').value === '' ? {} : { receiptKey: path('RECEIPT_KEY') }),
    ...(jobsUrl === '' ? {} : { jobsUrl: postgresUrl('JOBS_URL', jobsUrl) }),
    host: host === '[::1]' ? '::1' : host,
    port: wholeNumber('PORT', read('PORT').value, 0, 65_535),
    maxUploadBytes: wholeNumber(
      'MAX_UPLOAD_BYTES',
      read('MAX_UPLOAD_BYTES').value,
      1,
      Number.MAX_SAFE_INTEGER,
    ),
    logLevel: oneOf('LOG_LEVEL', read('LOG_LEVEL').value, LOG_LEVELS),
    command: calledAs(input.env ?? process.env),
    sources: tableOf<Record<SettingName, SettingSource>>(names, (name) => {
      const { value, from } = read(name)
      return { value: shownValue(value, SETTINGS[name]), from }
    }),
  }
}

/** Through npm where one of the scripts that call it is run. */
function calledAs({ npm_lifecycle_event: script = '' }: NonNullable<ConfigInput['env']>): string {
  return ['hitcraft', 'demo', 'start'].includes(script) ? 'npm run -s hitcraft --' : 'hitcraft'
}

/** @throws HitCraftError INVALID_CONFIG for no store, and for the very store that it would be the shadow of */
function shadowTarget(
  url: string,
  cwd: string,
  settings: StoreSettingValues,
  store: StoreTarget,
): StoreTarget {
  const { STORAGE_SHADOW: setting } = SETTINGS
  let target: StoreTarget
  try {
    target = parseStoreUrl(url, cwd, settings)
  } catch (error) {
    if (!isHitCraftError(error)) throw error
    throw invalidSetting('STORAGE_SHADOW', setting, url, `the URL of a store (${error.message})`)
  }
  if (!isDeepStrictEqual(target, store)) return target
  throw invalidSetting('STORAGE_SHADOW', setting, url, 'another store than that of the settings')
}

type Read = (name: SettingName) => SettingSource

function reader(input: ConfigInput, cwd: string): Read {
  const env = input.env ?? process.env
  const file = resolve(cwd, '.env')
  const dotenv = existsSync(file) ? parseEnv(readText(file)) : {}
  return (name) => {
    // An empty variable is an unset one, as `VAR= command` is commonly meant.
    const flag = input.flags?.[name]
    if (flag !== undefined && flag !== '') return { value: flag, from: 'flag' }
    const variable = env[name]
    if (variable !== undefined && variable !== '') return { value: variable, from: 'environment' }
    const line = dotenv[name]
    if (line !== undefined && line !== '') return { value: line, from: '.env' }
    return { value: SETTINGS[name].fallback, from: 'default' }
  }
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    throw fileError(error, `the settings in ${path}`)
  }
}

function oneOf<T extends string>(name: SettingName, value: string, allowed: readonly T[]): T {
  const found = allowed.find((item) => item === value)
  if (found === undefined) throw invalidSetting(name, SETTINGS[name], value, allowed.join(', '))
  return found
}

function wholeNumber(name: SettingName, text: string, least: number, most: number): number {
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN
  if (!(value >= least && value <= most)) {
    throw invalidSetting(name, SETTINGS[name], text, `a whole number from ${least} to ${most}`)
  }
  return value
}

function postgresUrl(name: SettingName, text: string): string {
  if (/^postgres(ql)?:\/\//i.test(text) && URL.canParse(text)) return text
  throw invalidSetting(name, SETTINGS[name], text, 'a URL such as postgres://user@host:5432/jobs')
}
