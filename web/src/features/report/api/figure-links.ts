import type { ApiReport } from '../../../../../src/http/api-schemas.ts'
import { queryString } from '../../../app/api-client.ts'
import type { ReportChoice } from './report-choice.ts'

/** What a figure counts beyond the report's own filter. */
export interface FigureCondition {
  readonly topic?: string
  readonly language?: string
  readonly outcome?: string
  readonly state?: 'analyzed' | 'pending'
}

/**
 * The list of exactly the threads that a figure counts: the report's filter and the figure's own
 * condition. Undefined where the two exclude each other: such a figure has no list.
 */
export function figurePath(choice: ReportChoice, condition: FigureCondition): string | undefined {
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

/** The condition of an insight that a list can be narrowed by; undefined for all others. */
export function conditionOf(insightId: string, report: ApiReport): FigureCondition | undefined {
  const [first] = report.sections.categories
  const id = insightId === 'leading-topic' ? first?.id : insightId
  const topic = /^topic:(?!unclassified$)(.+)$/s.exec(id ?? '')?.[1]
  return topic === undefined ? undefined : { topic }
}

/** The language of a figure; of threads that are in none that is known, there is no list. */
export function languageCondition(language: string): FigureCondition | undefined {
  return language === 'unknown' ? undefined : { language }
}
