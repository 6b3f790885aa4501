import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { ApiReport } from '../../../../../src/http/schemas/report.ts'
import { callApi } from '../../../app/api-client.ts'
import { isReversed } from '../../../components/days.ts'
import { reportPath } from './report-choice.ts'
import type { ReportChoice, ReportScope } from './report-choice.ts'

/** The report of a choice; while it is counted, the one before with the choice that was its own. */
export function useReport(choice: ReportChoice) {
  return useQuery({
    queryKey: ['report', choice],
    queryFn: async ({ signal }): Promise<ReportScope> => ({
      choice,
      report: await callApi<ApiReport>(reportPath(choice, 'blocks'), { signal }),
    }),
    placeholderData: keepPreviousData,
    enabled: !isReversed(choice),
  })
}
