import type { Analyzer } from './analyzer.ts'

/** The analyzers there are. */
export type AnalyzerName = 'local'

const ANALYZERS = {
  local: async () => (await import('./local/local-analyzer.ts')).openLocalAnalyzer(),
} satisfies Record<AnalyzerName, () => Promise<Analyzer>>

/** Opens an analyzer; what it needs is loaded now. */
export function openAnalyzer(name: AnalyzerName): Promise<Analyzer> {
  return ANALYZERS[name]()
}
