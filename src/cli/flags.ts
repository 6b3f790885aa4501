import { fstatSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Config } from '../config.ts'
import { parseTimeBound } from '../domain/values/time.ts'
import { fileError } from '../files/file-error.ts'
import { HitCraftError } from '../errors/hitcraft-error.ts'
import { parseSourceUrl } from '../migration/sources/source-url.ts'
import type { SourceTarget } from '../migration/sources/source-url.ts'
import { parseStoreUrl } from '../storage/parse-store-url.ts'
import type { StoreTarget } from '../storage/backends/backends.ts'
import { nearest } from './nearest.ts'

/** One flag of a verb. It is read, and refused, before the verb runs. */
export interface Flag<T> {
  /** The name of the value in the help; a flag without one is a switch. */
  readonly value?: string
  readonly about: string
  /** @throws HitCraftError for a value that is not allowed, saying what is */
  read(text: string, settings: FlagSettings): T
  /** The value of what is given once more; absent: giving it twice is refused. */
  combine?(before: T, more: T): T
}

/** What a value may depend on. */
export interface FlagSettings {
  readonly cwd: string
  /** Settings that a store's URL leaves out. */
  readonly storeSettings: Config['storeSettings']
}

export type Flags = Readonly<Record<string, Flag<unknown>>>

/** The values of the flags that were given. */
export type FlagValues<F extends Flags> = {
  readonly [K in keyof F]?: F[K] extends Flag<infer T> ? T : never
}

/** What a verb was called with is not what it takes. */
export function wrongUsage(message: string, remedy?: string): HitCraftError {
  return new HitCraftError('INVALID_CONFIG', message, remedy === undefined ? {} : { remedy })
}

export function onOff(about: string): Flag<true> {
  return { about, read: () => true }
}

/** Any text but an empty one. */
export function text(value: string, about: string): Flag<string> {
  return { value, about, read: (given) => given }
}

/** A whole number from 1 to `most`. */
export function wholeNumber(about: string, most = 1e15 - 1): Flag<number> {
  const allowed = most > 1e12 ? 'above 0' : `from 1 to ${most.toLocaleString('en-US')}`
  return {
    value: 'N',
    about,
    read(given) {
      if (/^[1-9]\d{0,14}$/.test(given) && Number(given) <= most) return Number(given)
      throw wrongUsage(`takes a whole number ${allowed}, not "${shown(given)}"`)
    },
  }
}

/** Whole seconds from 0 to an hour. */
export function seconds(about: string): Flag<number> {
  return {
    value: 'SECONDS',
    about,
    read(given) {
      if (/^\d{1,4}$/.test(given) && Number(given) <= 3600) return Number(given)
      throw wrongUsage(`takes whole seconds from 0 to 3600, not "${shown(given)}"`)
    },
  }
}

/** One of a few words. */
export function oneOf<const T extends string>(
  words: readonly T[],
  about = words.join(', '),
): Flag<T> {
  return {
    value: 'NAME',
    about,
    read(given) {
      const found = words.find((word) => word === given)
      if (found !== undefined) return found
      const meant = nearest(given, words)
      const hint = meant === undefined ? undefined : `Did you mean ${meant}?`
      throw wrongUsage(`takes ${words.join(', ')}, not "${shown(given)}"`, hint)
    },
  }
}

/** A date (its midnight, UTC) or a time with its zone, as ISO 8601. */
export function time(about: string): Flag<string> {
  return {
    value: 'TIME',
    about,
    read: (given) => parseTimeBound(given, `"${shown(given)}"`),
  }
}

/** A day (UTC), `2025-03-10`. */
export function day(about: string): Flag<string> {
  return {
    value: 'DAY',
    about,
    read(given) {
      const isDay = /^\d{4}-\d{2}-\d{2}$/.test(given) && !Number.isNaN(Date.parse(given))
      if (isDay) return given
      throw wrongUsage(`takes a day, as in 2025-03-10, not "${shown(given)}"`)
    },
  }
}

/** A store by its URL. */
export function storeUrl(about: string): Flag<StoreTarget> {
  return {
    value: 'URL',
    about,
    read: (given, { cwd, storeSettings }) => parseStoreUrl(given, cwd, storeSettings),
  }
}

/** A store, or a folder that is only read, by its URL. */
export function sourceUrl(about: string): Flag<SourceTarget> {
  return {
    value: 'URL',
    about,
    read: (given, { cwd, storeSettings }) => parseSourceUrl(given, cwd, storeSettings),
  }
}

/** A file that is read or written, as an absolute path; a folder is refused. */
export function file(about: string): Flag<string> {
  return {
    value: 'FILE',
    about,
    read(given, { cwd }) {
      const path = resolve(cwd, given)
      const isFolder = kindOf(path)?.isDirectory() === true
      if (isFolder || given.endsWith('/')) {
        throw wrongUsage(`takes a file, and ${shown(given)} is a folder`)
      }
      return path
    },
  }
}

/** Whether a file is this process's standard output: `/dev/stdout`, `/proc/self/fd/1`. */
export function isStandardOutput(path: string): boolean {
  const named = statSync(path, { throwIfNoEntry: false })
  if (named === undefined || !/^\/(?:dev|proc)\//.test(path)) return false
  const ours = fstatSync(1)
  return named.dev === ours.dev && named.ino === ours.ino
}

/** `--from` and `--to` of what is chosen by its last message. */
export const TIME_RANGE = {
  from: time('last message at or after this (2025-03-10)'),
  to: time('last message before this'),
} as const satisfies Flags

/** @throws HitCraftError INVALID_CONFIG for a range that holds no time */
export function checkTimeRange({ from, to }: { from?: string; to?: string }): void {
  if (from !== undefined && to !== undefined && from >= to) {
    throw wrongUsage(`--from ${from} is not before --to ${to}`)
  }
}

/** @throws HitCraftError INVALID_CONFIG when the flag is missing */
export function required<T>(value: T | undefined, flag: string, example: string): T {
  if (value !== undefined) return value
  throw wrongUsage(`--${flag} is missing`, `Give it, as in --${flag} ${example}.`)
}

function kindOf(path: string) {
  try {
    return statSync(path, { throwIfNoEntry: false })
  } catch (error) {
    throw fileError(error, shown(path))
  }
}

function shown(given: string): string {
  return given.slice(0, 40)
}
