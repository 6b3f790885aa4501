import { canonicalJson, sha256 } from '../values/canonical-json.ts'

/** What an opinion depends on. Two keys are two opinions and are never mixed. */
export interface AnalyzerIdentity {
  readonly analyzer: 'local' | 'claude' | 'openai'
  /** Of the analyzer's own rules or code, raised whenever its answers may change. */
  readonly version: string
  readonly model?: string
  /** Of prompt and settings, where the analyzer has them. */
  readonly prompt?: string
}

/** The key of an analyzer: `<analyzer>-<version>` + 12 hex digits of everything it depends on. */
export function analyzerKeyOf(identity: AnalyzerIdentity): string {
  return `${identity.analyzer}-${identity.version}-${sha256(canonicalJson(identity)).slice(0, 12)}`
}

/** The key of history rows that were taken over from another program. */
export const LEGACY_KEY = 'legacy'
