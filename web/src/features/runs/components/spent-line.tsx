import type { ApiSpending } from '../../../../../src/http/schemas/runs.ts'
import { usd } from '../../../../../src/domain/written/money.ts'
import { count, number } from '../../../components/format.ts'

/** What a run spent, and what of it is not known. */
export function SpentLine({ spending }: { spending: ApiSpending }) {
  const { answered, tokens, nanoUsd, failed, uncertain } = spending
  const sent = tokens.input + tokens.cacheRead + tokens.cacheWrite
  const failures = Object.entries(failed)
  const tries = failures.reduce((sum, [, n]) => sum + n, 0)
  return (
    <p className="meta">
      <span>{nanoUsd === undefined ? 'No price is known' : `${usd(nanoUsd)} spent`}</span>
      <span>{count(answered, 'answer')}</span>
      <span>
        {number(sent)} tokens sent
        {tokens.cacheRead > 0 ? ` (${number(tokens.cacheRead)} from the cache)` : ''},{' '}
        {number(tokens.output)} answered
      </span>
      {tries === 0 ? undefined : (
        <span>
          {count(tries, 'call')} failed (
          {failures.map(([kind, n]) => `${kind}: ${number(n)}`).join(', ')})
        </span>
      )}
      {uncertain === undefined ? undefined : (
        <span>
          what {count(uncertain.calls, 'call')} cost was not told: up to{' '}
          {uncertain.nanoUsd === undefined
            ? `${number(uncertain.tokens)} tokens`
            : usd(uncertain.nanoUsd)}{' '}
          more
        </span>
      )}
    </p>
  )
}
