import type { ModelProvider } from './model-provider.ts'
import { ModelRefusal } from '../../errors/model-refusal.ts'

/** A setting of a provider, as `config.ts` reads and shows it. */
export interface ModelSetting {
  /** The value when it is not set; empty for none. */
  readonly fallback: string
  /** What it means, half a line. */
  readonly about: string
  readonly shown?: 'never' | 'as a URL'
}

/** The values of settings by name; an absent or empty one is not set. Keys are among them. */
export type ModelSettings = Readonly<Record<string, string | undefined>>

/**
 * One provider, as everything outside of its folder knows it: each is a file in a folder of its own and an entry of
 * `providers.ts`. A definition loads nothing of the provider's SDK.
 */
export interface ProviderDefinition {
  readonly name: string
  /** As people call the service. */
  readonly title: string
  /** Used where `ANALYZER_MODEL` is not set. */
  readonly defaultModel: string
  /** Variables of the environment that are of this provider alone. */
  readonly settings: Readonly<Record<string, ModelSetting>>

  /** Opens it. It looks for its key and loads its SDK when it is first asked. */
  readonly open: (model: string, settings: ModelSettings) => ModelProvider
}

/** The key of a provider. @throws HitCraftError PERMISSION naming the variable, when it is not set */
export function keyOf(title: string, variable: string, value: string | undefined): string {
  if (value !== undefined && value !== '') return value
  throw new ModelRefusal(
    'PERMISSION',
    `${title} answers nobody without a key, and ${variable} is not set`,
    'machine',
    {
      remedy: `Set ${variable} in the environment or in .env; nothing was sent.`,
      details: { setting: variable, sent: false },
    },
  )
}
