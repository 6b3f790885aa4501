import type { ApiFigure } from '../../../../../../src/http/schemas/report.ts'
import { count, number } from '../../../../components/format.ts'
import { percentOf, percentRange } from '../../../../../../src/domain/values/percent.ts'
import type { ReportChoice } from '../../api/report-choice.ts'
import { CountLink } from './count-link.tsx'

interface FigureBarProps {
  figure: ApiFigure
  choice: ReportChoice
  about: string
  /** The largest count of the list, to which the bar is drawn; absent: there is no bar. */
  most?: number | undefined
}

/** A count, what it is a part of, and how many people are behind it; a door to the threads. */
export function FigureBar({ figure, choice, about, most }: FigureBarProps) {
  const { n, of, users, anecdotal, interval } = figure
  return (
    <p className="figure">
      {most === undefined ? undefined : (
        <span className="bar" aria-hidden="true">
          <span style={{ inlineSize: `${n === 0 ? 0 : Math.max(1.5, (n / most) * 100)}%` }} />
        </span>
      )}
      <span>
        <strong>
          <CountLink count={figure} choice={choice} about={about} />
        </strong>{' '}
        of {number(of)} ({percentOf(n, of)}
        {interval === undefined ? '' : `; of all ${percentRange(interval.low, interval.high)}`})
        {users > 0 ? <span className="quiet"> · {count(users, 'user')}</span> : undefined}
        {anecdotal && n > 0 ? (
          <span className="chip" title="Fewer than five cases: they speak for themselves alone">
            few cases
          </span>
        ) : undefined}
      </span>
    </p>
  )
}
