import type { LiveState } from '../../../../../src/http/schemas/state.ts'
import { count, number } from '../../../components/format.ts'
import { ErrorNote, ProgressBar } from '../../../components/states.tsx'
import { Problem } from '../../imports/components/problem.tsx'
import { useLiveState, useOverview } from '../../live/api/use-live-state.ts'
import { useCancelRun, useStartRun } from '../api/use-runs.ts'
import { PaidStart } from './paid-start.tsx'
import { SpentLine } from './spent-line.tsx'

/** The analysis under way with what it costs, or what there is to start. */
export function CurrentRun() {
  const run = useLiveState().data?.run
  const overview = useOverview().data
  const start = useStartRun()
  if (run?.status === 'running' || run?.status === 'waiting') {
    // What was cancelled tells nothing of the next.
    return <Running key={run.id} run={run} />
  }
  const pending = overview?.pending ?? 0
  return (
    <>
      {run?.error === undefined ? undefined : (
        <Problem title="The analysis did not finish" error={run.error} />
      )}
      {start.isError ? <ErrorNote error={start.error} /> : undefined}
      {overview?.model !== undefined && pending > 0 ? (
        <PaidStart onStart={(wanted) => start.mutate(wanted)} isStarting={start.isPending} />
      ) : undefined}
      <p className="run-actions">
        {pending === 0 ? <span className="quiet">Nothing is pending.</span> : undefined}
        {pending > 0 && overview?.model === undefined ? (
          <button type="button" className="button" onClick={() => start.mutate({})}>
            Analyze {count(pending, 'pending thread')}
          </button>
        ) : undefined}
        {/* With a model that costs, a pending thread would be asked about too. */}
        {overview?.model === undefined || pending === 0 ? (
          <button
            type="button"
            className="button button-quiet"
            onClick={() => start.mutate({ retopic: true })}
          >
            Find topics anew
          </button>
        ) : undefined}
      </p>
    </>
  )
}

function Running({ run }: { run: NonNullable<LiveState['run']> }) {
  const cancel = useCancelRun()
  return (
    <div className="card">
      {run.error === undefined ? undefined : (
        <Problem title="The analysis waits" error={run.error} />
      )}
      <div className="reading">
        <ProgressBar
          label="Analysis"
          share={run.planned === 0 ? undefined : run.done / run.planned}
        />
        <span>
          {run.planned === 0 ? 'Waiting' : `${number(run.done)} of ${count(run.planned, 'thread')}`}
        </span>
      </div>
      {run.spending === undefined ? undefined : <SpentLine spending={run.spending} />}
      <button
        type="button"
        className="button button-quiet"
        disabled={cancel.isPending || cancel.isSuccess}
        onClick={() => cancel.mutate(undefined)}
      >
        {cancel.isSuccess ? 'Stopping' : 'Cancel the analysis'}
      </button>
      {run.spending === undefined ? undefined : (
        <p className="quiet">
          What is answered is kept. Answers that are under way are paid for, so they are waited for;
          the rest can be resumed.
        </p>
      )}
    </div>
  )
}
