import type { ApiBlock } from '../../../../../../src/http/api-schemas.ts'
import { count, number } from '../../../../components/format.ts'

/** A mean never stands without what it was taken over. */
export function Mean({ block: { name, mean, most, n, of } }: { block: ApiBlock<'mean'> }) {
  return (
    <p className="mean">
      <span className="mean-value">{mean.toFixed(1)}</span>
      <span>
        {name}, of {most}
        <span className="quiet">
          {' '}
          · told by {number(n)} of {count(of, 'thread')}
        </span>
      </span>
    </p>
  )
}
