import { useState } from 'react'
import type { ApiBudget, RunItem, RunPlan, StartRun } from '../../../../../src/http/schemas/runs.ts'
import { durationOf } from '../../../../../src/domain/written/duration.ts'
import { usd } from '../../../../../src/domain/written/money.ts'
import {
  costText,
  listText,
  underWayText,
  whyText,
} from '../../../../../src/domain/written/plan.ts'
import { percentOf } from '../../../../../src/domain/values/percent.ts'
import { Link } from '../../../app/router.tsx'
import { count, number } from '../../../components/format.ts'
import { ErrorNote, Loading } from '../../../components/states.tsx'
import { analyzerTitle } from '../../../components/words.ts'
import { sentPath } from '../../sent/api/sent-path.ts'
import { useRunPlan, useRuns } from '../api/use-runs.ts'

interface PaidStartProps {
  onStart: (wanted: StartRun) => void
  isStarting: boolean
}

/** Who would analyze, at what price, and within which budget: before it is started. */
export function PaidStart({ onStart, isStarting }: PaidStartProps) {
  const [few, setFew] = useState('')
  const sample = wholeOf(few)
  const plan = useRunPlan(sample)
  const last = useRuns().data?.pages[0]?.items[0]
  const [amount, setAmount] = useState('')
  if (plan.isError) return <ErrorNote error={plan.error} onRetry={() => void plan.refetch()} />
  const calls = plan.data?.calls
  if (plan.data === undefined || calls === undefined) return <Loading label="Reckoning the price" />
  const inDollars = calls.nanoUsd !== undefined
  const budget = budgetOf(amount, inDollars)
  const isOddAmount = amount.trim() !== '' && budget === undefined
  const isOddSample = few.trim() !== '' && sample === undefined
  const isOdd = isOddAmount || isOddSample
  // The price that is shown is of what was typed before.
  const isLate = plan.isPlaceholderData
  const before = last?.analyzerKey === plan.data.analyzerKey ? last : undefined
  return (
    <form
      className="card"
      onSubmit={(event) => {
        event.preventDefault()
        if (!isOdd && !isLate) onStart({ ...(budget && { budget }), ...(sample && { sample }) })
      }}
    >
      <h3>
        {analyzerTitle(plan.data.analyzerKey)}, {calls.model}
      </h3>
      <PlanLines plan={plan.data} calls={calls} />
      <Amount
        label={`Spend at most (${inDollars ? 'US dollars' : 'tokens'})`}
        placeholder="no bound"
        value={amount}
        isOdd={isOddAmount}
        onChange={setAmount}
      />
      {isOddAmount ? (
        <p role="alert">
          {inDollars ? 'An amount of dollars, as in 5 or 0.50.' : 'A whole number of tokens.'}
        </p>
      ) : undefined}
      <Amount
        label="Read a sample, drawn at random, of (threads)"
        placeholder="all pending"
        value={few}
        isOdd={isOddSample}
        onChange={setFew}
      />
      {isOddSample ? <p role="alert">A whole number of threads.</p> : undefined}
      <button type="submit" className="button button-main" disabled={isOdd || isLate || isStarting}>
        {verbOf(before)} {count(plan.data.planned, 'pending thread')}
        {calls.nanoUsd === undefined ? '' : ` for about ${usd(calls.nanoUsd.about)}`}
      </button>
      <p className="quiet">
        The threads are sent to the service; mail addresses, phone and card numbers, keys and the
        like are taken out. A thread that was answered is not paid for again.
        {plan.data.first === undefined ? undefined : (
          <>
            {' '}
            <Link href={sentPath(plan.data.first)}>See what would be sent of the first</Link>
          </>
        )}
      </p>
    </form>
  )
}

function Amount({
  label,
  placeholder,
  value,
  isOdd,
  onChange,
}: {
  label: string
  placeholder: string
  value: string
  isOdd: boolean
  onChange: (value: string) => void
}) {
  return (
    <label className="amount">
      <span>{label}</span>
      <input
        inputMode="decimal"
        autoComplete="off"
        value={value}
        placeholder={placeholder}
        aria-invalid={isOdd}
        onChange={(event) => onChange(event.target.value)}
      />
    </label>
  )
}

function PlanLines({
  plan,
  calls: { tokens, nanoUsd, pricesAsOf = '', isElsewhere, seconds, learnedFrom, calls, share },
}: {
  plan: RunPlan
  calls: NonNullable<RunPlan['calls']>
}) {
  return (
    <ul className="plan quiet">
      <li>
        {count(plan.planned, 'thread')}: {whyText(plan)}
      </li>
      {plan.underWay === undefined ? undefined : <li>{underWayText(plan.underWay)}</li>}
      <li>
        {nanoUsd === undefined
          ? 'No price of this model is known'
          : `${costText(nanoUsd, share)}, by ${listText(pricesAsOf, isElsewhere === true)}`}
      </li>
      <li>
        {count(calls, 'call')}, about {number(tokens.input)} tokens sent (within{' '}
        {percentOf(tokens.inputOff, 1)}) and {number(tokens.output)} answered
      </li>
      <li>
        About {durationOf(seconds)};{' '}
        {learnedFrom === 0
          ? 'length and time of the answers are assumed before the first run'
          : `as ${count(learnedFrom, 'call')} before`}
      </li>
    </ul>
  )
}

/** @param before the last run of the same analyzer */
function verbOf(before: RunItem | undefined): string {
  if (before === undefined) return 'Analyze'
  if (before.status !== 'done') return 'Resume:'
  return before.failed > 0 ? 'Try again:' : 'Analyze'
}

/** @returns undefined for what is no amount */
function budgetOf(text: string, inDollars: boolean): ApiBudget | undefined {
  if (inDollars) {
    const amount = Number(text.trim().replace(',', '.') || Number.NaN)
    const nanoUsd = Math.round(amount * 1e9)
    return nanoUsd >= 1 && Number.isSafeInteger(nanoUsd) ? { nanoUsd } : undefined
  }
  const tokens = wholeOf(text)
  return tokens === undefined ? undefined : { tokens }
}

/** @returns undefined for what is no number of things */
function wholeOf(text: string): number | undefined {
  const number = Number(text.trim() || Number.NaN)
  return number >= 1 && Number.isSafeInteger(number) ? number : undefined
}
