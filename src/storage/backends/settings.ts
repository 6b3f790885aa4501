import { HitCraftError } from '../../errors/hitcraft-error.ts'

/** A setting, as `hitcraft config` prints it. */
export interface Setting {
  /** The value when it is not set; empty for none. */
  readonly fallback: string
  /** What it means, half a line. */
  readonly about: string
  /** How its value is shown. Default: with what looks like a secret in it masked. */
  readonly shown?: 'never' | 'as a URL'
}

/** The settings of one backend as they stand. */
export class StoreSettings<N extends string> {
  readonly #table: Readonly<Record<N, Setting>>
  readonly #values: Readonly<Partial<Record<N, string>>>

  /** @param values what is set; the rest has its fallback */
  constructor(
    table: Readonly<Record<N, Setting>>,
    values: Readonly<Partial<Record<NoInfer<N>, string>>>,
  ) {
    this.#table = table
    this.#values = values
  }

  /** The value, or undefined for an empty one. */
  given(name: N): string | undefined {
    const value = this.#values[name] ?? this.#table[name].fallback
    return value === '' ? undefined : value
  }

  /** The error for a value that cannot be right. @param allowed what can, as part of a sentence */
  refusal(name: N, allowed: string): HitCraftError {
    return invalidSetting(name, this.#table[name], this.given(name) ?? '', allowed)
  }
}

/** The error for a setting's value that cannot be right, without a secret. */
export function invalidSetting(
  name: string,
  setting: Setting,
  value: string,
  allowed: string,
): HitCraftError {
  const what = value === '' ? `${name} is not set` : `${name} is "${shownValue(value, setting)}"`
  return new HitCraftError('INVALID_CONFIG', `${what}; allowed: ${allowed}`, {
    remedy: `Set ${name} in the environment or in .env.`,
    details: { setting: name },
  })
}

/**
 * A setting's value with its secrets as `***`: passwords in URLs, keys in connection strings, whole keys. In a
 * password that was not percent-encoded may stand anything, so it reaches to the last `@`; of what is to be
 * a URL and is none nothing is shown.
 */
export function shownValue(value: string, { shown }: Setting): string {
  if (value === '') return ''
  const isUrl = /^(?:[a-z][a-z0-9+]*:\/\/|file:)/i.test(value)
  if (shown === 'never' || (shown === 'as a URL' && !isUrl)) return '***'
  return value
    .replace(/^([a-z][a-z0-9+]*:\/\/[^:/?#@]*):.*@/is, '$1:***@')
    .replace(/((?:AccountKey|SharedAccessSignature)=)[^;]*/gi, '$1***')
    .replace(/([?&][^=&]*(?:password|secret|token|sig)=)[^&]*/gi, '$1***')
}
