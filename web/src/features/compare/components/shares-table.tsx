import { finePercent } from '../../../../../src/domain/values/percent.ts'
import type { ApiComparison } from '../../../../../src/http/schemas/compare.ts'
import { count, number } from '../../../components/format.ts'
import { analyzerTitle } from '../../../components/words.ts'

interface SharesTableProps {
  comparison: ApiComparison
  shares: NonNullable<ApiComparison['shares']>
}

/** What one of the two would find among all, by its sample and what the other found in the rest. */
export function SharesTable({ comparison: { a, b }, shares }: SharesTableProps) {
  const { truth, threads, sample, items, only } = shares
  const [sampled, other] = truth === 'a' ? [a, b] : [b, a]
  const which = only === undefined ? '' : ' that pass what was chosen by'
  const title = `What ${analyzerTitle(sampled.analyzerKey)} would find among all ${count(threads, 'thread')}${which}`
  return (
    <section>
      <div className="table-box" role="region" aria-label={title} tabIndex={0}>
        <table>
          <caption>{title}</caption>
          <thead>
            <tr>
              <th scope="col" />
              <th scope="col">Share (95 %)</th>
              <th scope="col">In its sample of {number(sample)}</th>
              <th scope="col">By {analyzerTitle(other.analyzerKey)} in all</th>
            </tr>
          </thead>
          <tbody>
            {items.map(({ field, label, share, low, high, by, found }) => (
              <tr key={field}>
                <th scope="row">{label}</th>
                <td>
                  {finePercent(share)} ({finePercent(low)} to {finePercent(high)})
                  {by === 'both' ? '' : ', by the sample alone: few cases'}
                </td>
                <td>{number(found.sample)}</td>
                <td>{number(found.other)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className="quiet">
        Told by the sample, and by what the other found in the rest, as far as the two agree.
      </p>
    </section>
  )
}
