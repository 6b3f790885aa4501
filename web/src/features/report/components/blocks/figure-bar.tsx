import type { ApiFigure } from '../../../../../../src/http/schemas/report.ts'
import { count, number } from '../../../../components/format.ts'
import { barOf, percentOf, percentRange } from '../../../../../../src/domain/values/percent.ts'
import type { ReportChoice } from '../../api/report-choice.ts'
import { CountLink } from './count-link.tsx'

interface FigureBarProps {
  figure: ApiFigure
  choice: ReportChoice
  about: string
  /** Whether the share is drawn, too, on a bar that is the whole. */
  hasBar: boolean
}

/** A count, what it is a part of, and how many people are behind it; a door to the threads. */
export function FigureBar({ figure, choice, about, hasBar }: FigureBarProps) {
  const { n, of, users, anecdotal, interval } = figure
  return (
    <p className="figure">
      {hasBar ? (
        <span className="bar" aria-hidden="true">
          <span style={{ inlineSize: `${barOf(n, of)}%` }} />
        </span>
      ) : undefined}
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
