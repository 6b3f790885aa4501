import { Empty, ErrorNote, Loading } from '../../../components/states.tsx'
import { useLiveState } from '../../live/api/use-live-state.ts'
import { useRuns } from '../api/use-runs.ts'
import { CurrentRun } from './current-run.tsx'
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
