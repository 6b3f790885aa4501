import { count, number } from '../../../../components/format.ts'

interface MeanFigureProps {
  name: string
  mean: { readonly mean?: number | undefined; readonly n: number; readonly of: number }
  most: number
}

/** A mean never stands without what it was taken over. */
export function MeanFigure({ name, mean: { mean, n, of }, most }: MeanFigureProps) {
  return (
    <p className="mean">
      <span className="mean-value">{mean === undefined ? '–' : mean.toFixed(1)}</span>
      <span>
        {name}
        {mean === undefined ? ': nothing tells' : `, of ${most}`}
        <span className="quiet">
          {' '}
          · told by {number(n)} of {count(of, 'thread')}
        </span>
      </span>
    </p>
  )
}
