import { FAILURE_KINDS, FORMER_FAILURE_KINDS } from '../../domain/analysis/failure-kind.ts'
import { signalKindSchema } from '../../domain/analysis/analysis.ts'
import type { Analysis } from '../../domain/analysis/analysis.ts'
import { analysisKind } from '../../domain/kinds/analysis.ts'
import { facetsBy, facetText } from '../../domain/thread/facet.ts'
import { FAILURE_TEXTS } from '../failure-texts.ts'

/** A question that an analysis answers of its thread. */
export interface Question {
  readonly field: string
  readonly label: string
  /** Whether its answers are `yes` and `no`. */
  readonly isYesNo: boolean
}

/** What an analysis answers, by field. */
export type Answers = ReadonlyMap<string, string>

const SIGNAL_TEXTS = { thanks: 'Thanks', complaint: 'Complaints' } as const

/** Everything that two analyzers are compared by, in the order in which it is shown. */
export const QUESTIONS: readonly Question[] = [
  { field: 'outcome', label: 'Outcome', isYesNo: false },
  { field: 'language', label: 'Language', isYesNo: false },
  yesNo('went:badly', 'Went badly'),
  yesNo('failure:any', 'Any failure'),
  ...[...FAILURE_KINDS, ...FORMER_FAILURE_KINDS].map((kind) =>
    yesNo(facetText({ name: 'failure', value: kind }), FAILURE_TEXTS[kind].label),
  ),
  ...signalKindSchema.options.map((kind) =>
    yesNo(facetText({ name: 'signal', value: kind }), SIGNAL_TEXTS[kind]),
  ),
]

/** The answers of one analysis, of what it shows. Languages are compared without region and script. */
export function answersOf(analysis: Analysis): Answers {
  const facets = facetsBy(analysisKind.state?.facets ?? {}, analysis)
  const has = new Set(facets.map(facetText))
  const labels = new Map([
    ['outcome', analysis.outcome],
    ['language', (analysis.language ?? 'unknown').split('-', 1).join('')],
  ])
  return new Map(
    QUESTIONS.map(({ field }) => [field, labels.get(field) ?? (has.has(field) ? 'yes' : 'no')]),
  )
}

function yesNo(field: string, label: string): Question {
  return { field, label, isYesNo: true }
}
