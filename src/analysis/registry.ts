import { keysOf } from '../domain/values/keys.ts'
import type { Analyzer } from './analyzer.ts'
import type { ModelAnalyzerSettings } from './models/open-model-analyzer.ts'
import { PROVIDERS } from './models/providers.ts'
import type { ProviderName } from './models/providers.ts'

/** The analyzers there are. */
export type AnalyzerName = 'local' | ProviderName

export const ANALYZER_NAMES: readonly AnalyzerName[] = ['local', ...keysOf(PROVIDERS)]

/**
 * Opens an analyzer; what it needs is loaded when it is first asked.
 * @param settings of one that asks a model: its key, whom to ask, which model
 */
export async function openAnalyzer(
  name: AnalyzerName,
  settings: ModelAnalyzerSettings = {},
): Promise<Analyzer> {
  if (name === 'local') return (await import('./local/local-analyzer.ts')).openLocalAnalyzer()
  return (await import('./models/open-model-analyzer.ts')).openModelAnalyzer(name, settings)
}
