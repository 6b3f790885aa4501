import { claude } from './claude/claude.ts'
import { openai } from './openai/openai.ts'
import type { ModelSetting, ProviderDefinition } from './provider-definition.ts'

/** The providers there are. */
export const PROVIDERS = { claude, openai } as const satisfies Record<string, ProviderDefinition>

export type ProviderName = keyof typeof PROVIDERS

/** The settings of all of them: one whose settings are left out here does not compile. */
export const PROVIDER_SETTINGS = {
  ...claude.settings,
  ...openai.settings,
} as const satisfies Record<SettingsOf<(typeof PROVIDERS)[ProviderName]>, ModelSetting>

/** The names of the settings of each provider of a union. */
type SettingsOf<P> = P extends ProviderDefinition ? keyof P['settings'] & string : never
