import type { RunItem } from '../../../../../src/http/schemas/runs.ts'
import { Link } from '../../../app/router.tsx'
import { usd } from '../../../../../src/domain/written/money.ts'
import { count, dayAndTime, number } from '../../../components/format.ts'
import { analyzerTitle, threadFailure } from '../../../components/words.ts'
import { threadPath } from '../../thread/api/thread-path.ts'
import { SpentLine } from './spent-line.tsx'

const STATUS: Readonly<Record<RunItem['status'], string>> = {
  running: 'Running',
  done: 'Done',
  failed: 'Failed',
  interrupted: 'Stopped',
  budget: 'Budget used up',
  outage: 'The model does not answer',
}

/** One run: what it did, what it cost, what failed and why. */
export function RunRow({ run }: { run: RunItem }) {
  const { spending, budget } = run
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
        <span title={run.analyzerKey}>{analyzerTitle(run.analyzerKey)}</span>
        {budget === undefined ? undefined : (
          <span>
            Budget {'tokens' in budget ? `${number(budget.tokens)} tokens` : usd(budget.nanoUsd)}
          </span>
        )}
      </p>
      {run.reason === undefined ? undefined : <p className="quiet">{sentence(run.reason)}</p>}
      {spending === undefined ? undefined : <SpentLine spending={spending} />}
      <Failures run={run} />
    </li>
  )
}

function Failures({ run: { failedBy, errors, failed } }: { run: RunItem }) {
  if (failed === 0) return undefined
  const kinds = Object.entries(failedBy).toSorted(([, a], [, b]) => b - a)
  return (
    <details>
      <summary>
        {count(failed, 'failure')}:{' '}
        {kinds.map(([code, n]) => `${number(n)} × ${threadFailure(code)}`).join(', ')}
      </summary>
      <ul className="rejects">
        {errors.map(({ threadId, code, message }) => (
          <li key={threadId}>
            <Link href={threadPath(threadId)}>Thread {threadId.slice(0, 24)}</Link>: {message}{' '}
            <span className="quiet">({code})</span>
          </li>
        ))}
      </ul>
    </details>
  )
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.!?]$/.test(text) ? '' : '.'}`
}
