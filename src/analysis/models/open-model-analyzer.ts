import type { Analyzer } from '../analyzer.ts'
import { modelAnalyzer } from './model-analyzer.ts'
import type { ModelSettings } from './provider-definition.ts'
import { PROVIDERS } from './providers.ts'
import type { ProviderName } from './providers.ts'

/** What a model analyzer is opened with: the settings of the providers, and those of all. */
export interface ModelAnalyzerSettings extends ModelSettings {
  /** Default: the provider's own. */
  readonly ANALYZER_MODEL?: string
  /** Names of people that are not sent, with commas between them. */
  readonly REDACT_NAMES?: string
}

/**
 * Opens an analyzer that asks a model. Without a key it can name its analyses and say what it would send; that there is
 * none is told when it is to ask.
 */
export function openModelAnalyzer(name: ProviderName, settings: ModelAnalyzerSettings): Analyzer {
  const model = settings.ANALYZER_MODEL || PROVIDERS[name].defaultModel
  const names = (settings.REDACT_NAMES ?? '').split(',').map((one) => one.trim())
  return modelAnalyzer(
    name,
    PROVIDERS[name].open(model, settings),
    names.filter((one) => one !== ''),
  )
}
