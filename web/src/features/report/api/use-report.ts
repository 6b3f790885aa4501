import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { ApiReport } from '../../../../../src/http/api-schemas.ts'
import { callApi, queryString } from '../../../app/api-client.ts'

/** What a report is asked for; days are UTC, both ends included, as people say it. */
export interface ReportChoice {
  readonly from: string
  readonly to: string
  readonly topic: string
  readonly language: string
}

export function reportPath(choice: ReportChoice, format?: 'md' | 'html'): string {
  const { from, to, topic, language } = choice
  return `/api/report${queryString({ from, to: to === '' ? '' : dayAfter(to), topic, language, format })}`
}

export function useReport(choice: ReportChoice) {
  return useQuery({
    queryKey: ['report', choice],
    queryFn: ({ signal }) => callApi<ApiReport>(reportPath(choice), { signal }),
    placeholderData: keepPreviousData,
  })
}

/** The API's end is exclusive. What is no day is left for the server to refuse. */
export function dayAfter(day: string): string {
  return addDays(day, 1)
}

export function addDays(day: string, days: number): string {
  const time = Date.parse(`${day.slice(0, 10)}T00:00:00Z`)
  return Number.isNaN(time) ? day : new Date(time + days * 86_400_000).toISOString().slice(0, 10)
}
