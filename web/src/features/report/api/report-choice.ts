import type { ApiReport } from '../../../../../src/http/schemas/report.ts'
import { queryString } from '../../../app/api-client.ts'
import { dayAfter } from '../../../components/days.ts'
import type { DayRange } from '../../../components/days.ts'

/** What a report is asked for; an empty field is no condition. */
export interface ReportChoice extends DayRange {
  readonly topic: string
  readonly language: string
  /** The day from which on things are news. */
  readonly since: string
}

/** A report and what it was asked for: where its figures lead. */
export interface ReportScope {
  readonly choice: ReportChoice
  readonly report: ApiReport
}

export const EVERYTHING: ReportChoice = { from: '', to: '', topic: '', language: '', since: '' }

export function reportPath(choice: ReportChoice, format?: 'blocks' | 'md' | 'html'): string {
  const { from, to, topic, language, since } = choice
  return `/api/report${queryString({ from, to: to === '' ? '' : dayAfter(to), topic, language, since, format })}`
}

/** The languages that threads can be narrowed to. */
export function listedLanguages(report: ApiReport | undefined): string[] {
  return report?.usage.languages.map(({ language }) => language) ?? []
}
