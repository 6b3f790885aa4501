import { analysisSchema, labelsOf, shownOf } from '../analysis/analysis.ts'
import type { Analysis } from '../analysis/analysis.ts'
import { upgradeAnalysis } from '../analysis/upgrade-analysis.ts'
import type { KindDefinition } from './kind-definition.ts'
import { pairedId } from './paired-id.ts'

/** One a thread and analyzer key: the newest. */
export const analysisKind: KindDefinition<Analysis> = {
  title: 'analysis',
  plural: 'analyses',
  schema: analysisSchema,
  upgrades: [upgradeAnalysis],
  idOf: ({ analyzerKey, threadId }) => analysisId(analyzerKey, threadId),
  idEndsInThread: true,
  threadsOf: ({ threadId }) => [threadId],
  tagOf: ({ contentHash }) => contentHash,
  onErase: { does: 'delete' },
  state: {
    analyzes: true,
    keyOf: ({ analyzerKey }) => analyzerKey,
    counts: ({ contentHash }, present) => contentHash === present.contentHash,
    labels: labelsOf,
    facets: {
      outcome: ({ outcome }) => [outcome],
      language: ({ language }) => (language === undefined ? [] : [language]),
      failure: ({ failures }) => shownOf(failures).map(({ kind }) => kind),
      noticed: ({ failures }) => shownOf(failures).map(({ noticedBy }) => noticedBy),
      need: ({ unmetNeeds }) => shownOf(unmetNeeds).map(({ label }) => label),
      feature: ({ features }) => features.map(({ feature }) => feature),
      signal: ({ signals }) => shownOf(signals).map(({ kind }) => kind),
    },
  },
  moves: 'after threads',
}

export function analysisId(analyzerKey: string, threadId: string): string {
  return pairedId(analyzerKey, threadId)
}
