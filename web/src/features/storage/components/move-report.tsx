import type { StorageMove } from '../../../../../src/http/schemas/storage.ts'
import { count, dayAndTime, number } from '../../../components/format.ts'
import { ProgressBar } from '../../../components/states.tsx'
import { Problem } from '../../imports/components/problem.tsx'
import { useStopMove } from '../api/use-storage.ts'
import { CopyTable } from './copy-table.tsx'
import { VerificationReport } from './verification-report.tsx'
import { outcomeOf, STEPS, storeTitle } from './words.ts'

/** A move that is under way, or what came of the last one. */
export function MoveReport({ move }: { move: StorageMove }) {
  const { copy, verification, receipt, signedBy, to, work } = move
  return (
    <div className="card">
      <div className="card-head">
        <h3>
          <time dateTime={move.startedAt}>{dayAndTime(move.startedAt)} UTC</time>
        </h3>
        <Outcome move={move} />
      </div>
      {to === undefined ? undefined : (
        <p>
          {work === 'verify' ? 'Compared with' : 'To'} {storeTitle(to.kind)},{' '}
          <span className="location">{to.location}</span>
        </p>
      )}
      {move.status === 'running' ? <Progress key={move.startedAt} move={move} /> : undefined}
      {move.error === undefined ? undefined : (
        <Problem title="The move did not finish" error={move.error} />
      )}
      {move.status === 'stopped' ? (
        <p className="quiet">What was copied stays there, and the next copy goes on from it.</p>
      ) : undefined}
      {copy === undefined ? undefined : <CopyTable copy={copy} isCount={work === 'count'} />}
      {verification === undefined ? undefined : <VerificationReport verification={verification} />}
      {receipt === undefined ? undefined : (
        <p>
          Receipt: <code>{receipt}</code> in the folder of results. It proves months later, with
          this store gone, what is changed, missing or new there:{' '}
          <code>hitcraft verify --receipt {receipt} --to …</code>
        </p>
      )}
      {receipt === undefined ? undefined : <Signature signedBy={signedBy} />}
      {verification?.equal === true && work === 'copy' ? <Next /> : undefined}
    </div>
  )
}

function Signature({ signedBy }: { signedBy: string | undefined }) {
  if (signedBy === undefined) {
    return (
      <p className="quiet">
        It is not signed, so who can write it can forge it: set <code>RECEIPT_KEY</code> and copy
        again.
      </p>
    )
  }
  return (
    <p>
      It is signed by the key <code>sha256:{signedBy}</code>, which <code>--public-key</code> holds
      it to.
    </p>
  )
}

function Outcome({ move }: { move: StorageMove }) {
  if (move.status === 'running') {
    return <span className="status status-running">{STEPS[move.step]}</span>
  }
  const { title, isGood } = outcomeOf(move)
  return <span className={`status status-${isGood ? 'done' : 'failed'}`}>{title}</span>
}

function Progress({ move: { step, done, total } }: { move: StorageMove }) {
  const stop = useStopMove()
  return (
    <>
      <div className="reading">
        <ProgressBar
          label={STEPS[step]}
          share={
            total === undefined || total === 0 || step === 'verifying' ? undefined : done / total
          }
        />
        <span>
          {step === 'verifying' || total === undefined
            ? count(done, 'record')
            : `${number(done)} of ${count(total, 'record')}`}
        </span>
      </div>
      <button
        type="button"
        className="button button-quiet"
        disabled={stop.isPending || stop.isSuccess}
        onClick={() => stop.mutate(undefined)}
      >
        {stop.isSuccess ? 'Stopping' : 'Stop'}
      </button>
    </>
  )
}

function Next() {
  return (
    <p>
      To switch: stop imports and analyses, copy once more (only what came since is written), set{' '}
      <code>STORAGE_BACKEND</code> and what goes with it, and start again. To go back, move in the
      other direction.
    </p>
  )
}
