import { claude } from './claude/claude.ts'
import { openai } from './openai/openai.ts'
import type { ProviderDefinition } from './provider-definition.ts'

/** The providers there are. */
export const PROVIDERS = { claude, openai } as const satisfies Record<string, ProviderDefinition>

export type ProviderName = keyof typeof PROVIDERS

/** The settings of all of them. */
export const PROVIDER_SETTINGS = { ...claude.settings, ...openai.settings } as const
