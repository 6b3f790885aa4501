import { useState } from 'react'
import type { ApiBudget, RunItem, RunPlan, StartRun } from '../../../../../src/http/schemas/runs.ts'
import { durationOf } from '../../../../../src/domain/written/duration.ts'
import { usd } from '../../../../../src/domain/written/money.ts'
import { costText, whyText } from '../../../../../src/domain/written/plan.ts'
import { percentOf } from '../../../../../src/domain/values/percent.ts'
import { count, number } from '../../../components/format.ts'
import { ErrorNote, Loading } from '../../../components/states.tsx'
import { analyzerTitle } from '../../../components/words.ts'
import { useRunPlan, useRuns } from '../api/use-runs.ts'

interface PaidStartProps {
  onStart: (wanted: StartRun) => void
  isStarting: boolean
}

/** Who would analyze, at what price, and within which budget: before it is started. */
export function PaidStart({ onStart, isStarting }: PaidStartProps) {
  const plan = useRunPlan()
  const last = useRuns().data?.pages[0]?.items[0]
  const [amount, setAmount] = useState('')
  if (plan.isError) return <ErrorNote error={plan.error} onRetry={() => void plan.refetch()} />
  const calls = plan.data?.calls
  if (plan.data === undefined || calls === undefined) return <Loading label="Reckoning the price" />
  const inDollars = calls.nanoUsd !== undefined
  const budget = budgetOf(amount, inDollars)
  const isOdd = amount.trim() !== '' && budget === undefined
  const before = last?.analyzerKey === plan.data.analyzerKey ? last : undefined
  return (
    <form
      className="card"
      onSubmit={(event) => {
        event.preventDefault()
        if (!isOdd) onStart(budget === undefined ? {} : { budget })
      }}
    >
      <h3>
        {analyzerTitle(plan.data.analyzerKey)}, {calls.model}
      </h3>
      <PlanLines plan={plan.data} calls={calls} />
      <label className="amount">
        <span>Spend at most ({inDollars ? 'US dollars' : 'tokens'})</span>
        <input
          inputMode="decimal"
          autoComplete="off"
          value={amount}
          placeholder="no bound"
          aria-invalid={isOdd}
          onChange={(event) => setAmount(event.target.value)}
        />
      </label>
      {isOdd ? (
        <p role="alert">
          {inDollars ? 'An amount of dollars, as in 5 or 0.50.' : 'A whole number of tokens.'}
        </p>
      ) : undefined}
      <button type="submit" className="button button-main" disabled={isOdd || isStarting}>
        {verbOf(before)} {count(plan.data.planned, 'pending thread')}
        {calls.nanoUsd === undefined ? '' : ` for about ${usd(calls.nanoUsd.about)}`}
      </button>
      <p className="quiet">
        The threads are sent to the service; mail addresses, phone and card numbers, keys and the
        like are taken out. A thread that was answered is not paid for again.
      </p>
    </form>
  )
}

function PlanLines({
  plan,
  calls: { tokens, nanoUsd, pricesAsOf, seconds, learnedFrom, calls, share },
}: {
  plan: RunPlan
  calls: NonNullable<RunPlan['calls']>
}) {
  return (
    <ul className="plan quiet">
      <li>
        {count(plan.planned, 'thread')}: {whyText(plan)}
      </li>
      <li>
        {nanoUsd === undefined
          ? 'No price of this model is known'
          : `${costText(nanoUsd, share)}, by the list prices of ${pricesAsOf}`}
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
  const amount = Number(text.trim().replace(',', '.') || Number.NaN)
  if (inDollars) {
    const nanoUsd = Math.round(amount * 1e9)
    return nanoUsd >= 1 && Number.isSafeInteger(nanoUsd) ? { nanoUsd } : undefined
  }
  return amount >= 1 && Number.isSafeInteger(amount) ? { tokens: amount } : undefined
}
