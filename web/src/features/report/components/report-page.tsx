import { useMemo } from 'react'
import { usePlace } from '../../../app/router.tsx'
import { count } from '../../../components/format.ts'
import { Empty, ErrorNote, Loading } from '../../../components/states.tsx'
import { ImportNews } from '../../imports/components/import-news.tsx'
import { Welcome } from '../../imports/components/welcome.tsx'
import { useOverview } from '../../live/api/use-live-state.ts'
import { reportPath, useReport } from '../api/use-report.ts'
import type { ReportChoice } from '../api/use-report.ts'
import { RangePicker } from './range-picker.tsx'
import { ReportSections } from './report-sections.tsx'
import { UsageStrip } from './usage-strip.tsx'

/** The report; on the first visit, how to get one. */
export function ReportPage() {
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
    }
  }, [query])
  const { data: report, error, isPending, isPlaceholderData, refetch } = useReport(choice)
  return (
    <div className="page report" aria-busy={isPending || isPlaceholderData}>
      <div className="report-head">
        <h1>What users come for, and where it fails them</h1>
        <p className="downloads">
          <span className="quiet">Keep it:</span>
          <a href={reportPath(choice, 'html')} download="report.html">
            HTML
          </a>
          <a href={reportPath(choice, 'md')} download="report.md">
            Markdown
          </a>
          <a href={reportPath(choice)} download="report.json">
            JSON
          </a>
        </p>
      </div>
      <RangePicker choice={choice} />
      <ImportNews />
      {error === null ? undefined : <ErrorNote error={error} onRetry={() => void refetch()} />}
      {isPending ? <Loading label="Counting the report" lines={8} /> : undefined}
      {report === undefined || error !== null ? undefined : report.usage.threads === 0 ? (
        <Empty title="No threads in this range">Choose another time, topic or language.</Empty>
      ) : (
        <div className={isPlaceholderData ? 'is-old' : undefined}>
          {report.usage.analyzed > 0 ? <UsageStrip usage={report.usage} /> : undefined}
          {report.usage.pending > 0 && report.usage.analyzed > 0 ? (
            <p className="note">
              {count(report.usage.pending, 'thread is', 'threads are')} not analyzed yet; the
              sections speak of the {count(report.usage.analyzed, 'thread')} that are.
            </p>
          ) : undefined}
          {report.usage.analyzed > 0 ? (
            <ReportSections report={report} />
          ) : (
            <Empty title={`${count(report.usage.threads, 'thread')} read; the analysis comes next`}>
              The report appears by itself as soon as it is done.
            </Empty>
          )}
        </div>
      )}
    </div>
  )
}
