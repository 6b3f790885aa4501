import { Link } from '../../../app/router.tsx'
import { Empty, ErrorNote, Loading } from '../../../components/states.tsx'
import { useOpinions } from '../../compare/api/use-comparison.ts'
import { useLiveState } from '../../live/api/use-live-state.ts'
import { useRuns } from '../api/use-runs.ts'
import { CurrentRun } from './current-run.tsx'
import { number } from '../../../components/format.ts'
import { RunRow } from './run-row.tsx'

export function RunList() {
  const runs = useRuns()
  const isRunning = useLiveState().data?.run?.status === 'running'
  // The one under way stands above, with figures of this moment.
  const items = (runs.data?.pages.flatMap((page) => page.items) ?? []).filter(
    ({ status }) => !(isRunning && status === 'running'),
  )
  return (
    <section aria-labelledby="runs-title">
      <h2 id="runs-title">Analysis runs</h2>
      <CurrentRun />
      <CompareLink />
      {runs.isPending ? <Loading label="Loading runs" /> : undefined}
      {runs.isError ? (
        <ErrorNote error={runs.error} onRetry={() => void runs.refetch()} />
      ) : undefined}
      {runs.isSuccess && items.length === 0 && !isRunning ? (
        <Empty title="Nothing was analyzed yet" />
      ) : undefined}
      <ul className="card-list">
        {items.map((run) => (
          <RunRow key={run.id} run={run} />
        ))}
      </ul>
      {runs.hasNextPage ? (
        <button type="button" className="button" onClick={() => void runs.fetchNextPage()}>
          More runs
        </button>
      ) : undefined}
    </section>
  )
}

/** The way to two opinions, where there are two. */
function CompareLink() {
  const opinions = useOpinions().data?.items ?? []
  if (opinions.length < 2) return undefined
  return (
    <p>
      <Link href="/compare">Compare what {number(opinions.length)} analyzers found</Link>
    </p>
  )
}
