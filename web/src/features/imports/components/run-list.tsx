import type { RunItem } from '../../../../../src/http/api-schemas.ts'
import { Link } from '../../../app/router.tsx'
import { count, dayAndTime, number } from '../../../components/format.ts'
import { Empty, ErrorNote, Loading, ProgressBar } from '../../../components/states.tsx'
import { useLiveState, useOverview } from '../../live/api/use-live-state.ts'
import { useCancelRun, useRuns, useStartRun } from '../api/use-imports.ts'
import { Problem } from './problem.tsx'

const STATUS: Readonly<Record<RunItem['status'], string>> = {
  running: 'Running',
  done: 'Done',
  failed: 'Failed',
  interrupted: 'Stopped',
  budget: 'Budget used up',
  outage: 'The model does not answer',
}

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

function CurrentRun() {
  const run = useLiveState().data?.run
  const pending = useOverview().data?.pending ?? 0
  const cancel = useCancelRun()
  const start = useStartRun()
  if (run?.status === 'running') {
    return (
      <div className="card">
        <div className="reading">
          <ProgressBar
            label="Analysis"
            share={run.planned === 0 ? undefined : run.done / run.planned}
          />
          <span>
            {number(run.done)} of {count(run.planned, 'thread')}
          </span>
        </div>
        <button
          type="button"
          className="button button-quiet"
          onClick={() => cancel.mutate(undefined)}
        >
          Cancel the analysis
        </button>
      </div>
    )
  }
  return (
    <>
      {run?.error === undefined ? undefined : (
        <Problem title="The analysis did not finish" error={run.error} />
      )}
      {start.isError ? <ErrorNote error={start.error} /> : undefined}
      <p className="run-actions">
        {pending > 0 ? (
          <button type="button" className="button" onClick={() => start.mutate(false)}>
            Analyze {count(pending, 'pending thread')}
          </button>
        ) : (
          <span className="quiet">Nothing is pending.</span>
        )}
        <button type="button" className="button button-quiet" onClick={() => start.mutate(true)}>
          Find topics anew
        </button>
      </p>
    </>
  )
}

function RunRow({ run }: { run: RunItem }) {
  return (
    <li className="card">
      <div className="card-head">
        <h3>
          <time dateTime={run.startedAt}>{dayAndTime(run.startedAt)} UTC</time>
        </h3>
        <span className={`status status-${run.status}`}>{STATUS[run.status]}</span>
      </div>
      <p className="meta">
        <span>{count(run.analyzed, 'thread')} analyzed</span>
        {run.failed > 0 ? <span>{number(run.failed)} failed, still pending</span> : undefined}
        <span>{run.analyzerKey}</span>
      </p>
      {run.errors.length > 0 ? (
        <details>
          <summary>{count(run.errors.length, 'failure')}</summary>
          <ul className="rejects">
            {run.errors.map(({ threadId, code, message }) => (
              <li key={threadId}>
                <Link href={`/thread?${new URLSearchParams({ id: threadId }).toString()}`}>
                  Thread {threadId.slice(0, 24)}
                </Link>
                : {message} <span className="quiet">({code})</span>
              </li>
            ))}
          </ul>
        </details>
      ) : undefined}
    </li>
  )
}
