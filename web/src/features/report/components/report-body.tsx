import { Link } from '../../../app/router.tsx'
import { count } from '../../../components/format.ts'
import { Empty } from '../../../components/states.tsx'
import { useOverview } from '../../live/api/use-live-state.ts'
import { pendingPath } from '../api/figure-links.ts'
import type { ReportScope } from '../api/report-choice.ts'
import { ReportSections } from './report-sections.tsx'
import { UsageStrip } from './usage-strip.tsx'

/** What was counted, or why there is nothing to count. */
export function ReportBody({ scope, isOld }: { scope: ReportScope; isOld: boolean }) {
  const { threads, analyzed, pending } = scope.report.usage
  const { chosen } = scope.report
  const model = useOverview().data?.model
  if (threads === 0) return <Nothing topic={scope.choice.topic} />
  if (analyzed === 0 && model !== undefined) {
    return (
      <Empty title={`${count(threads, 'thread')} read, none analyzed by ${model.name}`}>
        <Link href="/imports">See what an analysis costs</Link>, and start it there.
      </Empty>
    )
  }
  if (analyzed === 0) {
    return (
      <Empty title={`${count(threads, 'thread')} read; the analysis comes next`}>
        The report appears by itself as soon as it is done.
      </Empty>
    )
  }
  return (
    <div className={isOld ? 'report-content is-old' : 'report-content'}>
      <UsageStrip scope={scope} />
      {chosen === undefined ? undefined : (
        <p className="note" dir="auto">
          {chosen.statement}
        </p>
      )}
      {pending > 0 ? (
        <p className="note">
          <Link href={pendingPath(scope.choice)}>{count(pending, 'more thread')}</Link>{' '}
          {pending === 1 ? 'is' : 'are'} not analyzed yet; every figure here speaks of the{' '}
          {count(analyzed, 'thread')} that {analyzed === 1 ? 'is' : 'are'}.
        </p>
      ) : undefined}
      <ReportSections scope={scope} />
    </div>
  )
}

function Nothing({ topic }: { topic: string }) {
  const topics = useOverview().data?.topics ?? []
  const isKnown = topic === '' || topics.some(({ id }) => id === topic)
  return isKnown ? (
    <Empty title="No threads in this range">Choose another time, topic or language.</Empty>
  ) : (
    <Empty title={`There is no topic “${topic}” here`}>
      The link may be of another store, or of topics that have been found anew since.
    </Empty>
  )
}
