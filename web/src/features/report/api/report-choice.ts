import type { ApiReport } from '../../../../../src/http/api-schemas.ts'
import { queryString } from '../../../app/api-client.ts'
import { dayAfter } from '../../../components/days.ts'
import type { DayRange } from '../../../components/days.ts'

/** What a report is asked for; an empty field is no condition. */
export interface ReportChoice extends DayRange {
  readonly topic: string
  readonly language: string
}

/** A report and what it was asked for: where its figures lead. */
export interface ReportScope {
  readonly choice: ReportChoice
  readonly report: ApiReport
}

export const EVERYTHING: ReportChoice = { from: '', to: '', topic: '', language: '' }

export function reportPath(choice: ReportChoice, format?: 'blocks' | 'md' | 'html'): string {
  const { from, to, topic, language } = choice
  return `/api/report${queryString({ from, to: to === '' ? '' : dayAfter(to), topic, language, format })}`
}

/** The languages that threads can be narrowed to; "unknown" is none. */
export function listedLanguages(report: ApiReport | undefined): string[] {
  const languages = report?.usage.languages.map(({ language }) => language) ?? []
  return languages.filter((language) => language !== 'unknown')
}
