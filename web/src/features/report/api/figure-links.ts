import type { ApiThreadCondition } from '../../../../../src/http/api-schemas.ts'
import { queryString } from '../../../app/api-client.ts'
import type { ReportChoice } from './report-choice.ts'

/** What a figure counts beyond the report's own filter. */
export interface FigureCondition extends ApiThreadCondition {
  readonly state?: 'analyzed' | 'pending'
}

/**
 * The list of exactly the threads that a figure counts: the report's filter and the figure's own
 * condition. Undefined where there is no such list: the figure has no condition that a list knows, or the
 * two exclude each other.
 */
export function figurePath(
  choice: ReportChoice,
  condition: FigureCondition | undefined,
): string | undefined {
  if (condition === undefined) return undefined
  for (const field of ['topic', 'language'] as const) {
    const own = condition[field]
    if (own !== undefined && choice[field] !== '' && choice[field] !== own) return undefined
  }
  // The sections speak of analyzed threads; a condition on an analysis says so by itself.
  const isNarrow =
    Object.keys(condition).length > 0 || choice.topic !== '' || choice.language !== ''
  const state = isNarrow ? {} : { state: 'analyzed' }
  return `/threads${queryString({ ...choice, ...state, ...condition })}`
}

/** The language of a figure; of threads that are in none that is known, there is no list. */
export function languageCondition(language: string): FigureCondition | undefined {
  return language === 'unknown' ? undefined : { language }
}
