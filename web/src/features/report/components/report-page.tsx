import { useMemo } from 'react'
import { usePlace } from '../../../app/router.tsx'
import { useTitle } from '../../../app/use-title.ts'
import { ReversedRange } from '../../../components/reversed-range.tsx'
import { ErrorNote, Loading } from '../../../components/states.tsx'
import { ImportNews } from '../../imports/components/import-news.tsx'
import { Welcome } from '../../imports/components/welcome.tsx'
import { useOverview } from '../../live/api/use-live-state.ts'
import { useReport } from '../api/use-report.ts'
import { isReversed } from '../../../components/days.ts'
import type { ReportChoice } from '../api/report-choice.ts'
import { Downloads } from './downloads.tsx'
import { RangePicker } from './range-picker.tsx'
import { ReportBody } from './report-body.tsx'

/** The report; on the first visit, how to get one. */
export function ReportPage() {
  useTitle('Report')
  const overview = useOverview()
  if (overview.isPending) return <Loading label="Loading" lines={6} />
  if (overview.isError) {
    return <ErrorNote error={overview.error} onRetry={() => void overview.refetch()} />
  }
  return overview.data.threads === 0 ? <Welcome /> : <Report />
}

function Report() {
  const { query } = usePlace()
  const choice = useMemo((): ReportChoice => {
    const field = (name: string) => query.get(name) ?? ''
    return {
      from: field('from'),
      to: field('to'),
      topic: field('topic'),
      language: field('language'),
      since: field('since'),
    }
  }, [query])
  const { data: scope, error, isLoading, isPlaceholderData, refetch } = useReport(choice)
  const isBackward = isReversed(choice)
  const isShown = scope !== undefined && error === null && !isBackward
  return (
    <div className="page report" aria-busy={isLoading || isPlaceholderData}>
      <div className="report-head">
        <h1>What users come for, and where it fails them</h1>
        {isBackward ? undefined : <Downloads choice={choice} />}
      </div>
      <RangePicker choice={choice} />
      <ImportNews />
      {isBackward ? <ReversedRange from={choice.from} to={choice.to} /> : undefined}
      {error === null ? undefined : <ErrorNote error={error} onRetry={() => void refetch()} />}
      {isLoading ? <Loading label="Counting the report" lines={8} /> : undefined}
      {isShown ? <ReportBody scope={scope} isOld={isPlaceholderData} /> : undefined}
    </div>
  )
}
