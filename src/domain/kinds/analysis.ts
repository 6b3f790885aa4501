import { analysisSchema, labelsOf, shownOf } from '../analysis/analysis.ts'
import type { Analysis, Failure } from '../analysis/analysis.ts'
import { upgradeAnalysis } from '../analysis/upgrade-analysis.ts'
import { endedBadly, wentBadly } from '../analysis/went-badly.ts'
import type { KindDefinition } from '../kind-definition.ts'
import { pairedId } from '../values/paired-id.ts'

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
      outcome: ({ outcome }) => [outcome, ...(endedBadly(outcome) ? ['badly'] : [])],
      language: ({ language }) => [language ?? 'unknown'],
      failure: ({ failures }) => withAny(shownOf(failures).map(({ kind }) => kind)),
      noticed: ({ failures }) => noticedOf(shownOf(failures)),
      /** In the user's words; `need` are the groups of them, which an assignment tells. */
      needed: ({ unmetNeeds }) => shownOf(unmetNeeds).map(({ label }) => label),
      fulfilment: ({ requests }) => requests.map(({ fulfilment }) => fulfilment),
      feature: ({ features }) => features.flatMap(worksOf),
      signal: ({ signals }) => shownOf(signals).map(({ kind }) => kind),
      went: (analysis) => (wentBadly(analysis) ? ['badly'] : []),
    },
  },
  moves: 'after threads',
}

export function analysisId(analyzerKey: string, threadId: string): string {
  return pairedId(analyzerKey, threadId)
}

/** Kinds, and `any` where there is one. */
function withAny(kinds: readonly string[]): string[] {
  return kinds.length === 0 ? [] : [...kinds, 'any']
}

/**
 * `user` and `nobody`: whether a failure was complained of. `cut-off/user`, `cut-off/nobody`: whether any of
 * that kind was, one of the two for each kind; `any/…` over all kinds.
 */
function noticedOf(failures: readonly Failure[]): string[] {
  const by = (all: readonly Failure[]) =>
    all.some(({ noticedBy }) => noticedBy === 'user') ? 'user' : 'nobody'
  const kinds = [...Map.groupBy(failures, ({ kind }) => kind)]
  return [
    ...failures.map(({ noticedBy }) => noticedBy),
    ...kinds.map(([kind, all]) => `${kind}/${by(all)}`),
    ...(failures.length === 0 ? [] : [`any/${by(failures)}`]),
  ]
}

/** `mixing`; `mixing/unfinished` too, where more was begun than completed. */
function worksOf({ feature, started, completed }: Analysis['features'][number]): string[] {
  return completed < started ? [feature, `${feature}/unfinished`] : [feature]
}
