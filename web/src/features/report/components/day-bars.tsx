import type { ApiReport } from '../../../../../src/http/schemas/report.ts'
import { Link } from '../../../app/router.tsx'
import { count, day } from '../../../components/format.ts'
import { addDays } from '../../../components/days.ts'
import { doorPath } from '../api/figure-links.ts'
import type { ReportChoice } from '../api/report-choice.ts'

type Days = ApiReport['usage']['perDay']

const MOST_BARS = 120

/** One bar a day, days without threads among them; each opens the threads of its day. */
export function DayBars({ perDay, choice }: { perDay: Days; choice: ReportChoice }) {
  const shown = withEmptyDays(perDay)
  const most = Math.max(...shown.map(({ threads }) => threads))
  const [first, last] = [shown[0]?.day, shown.at(-1)?.day]
  return (
    <figure className="days">
      <div className="day-bars">
        {shown.map(({ day: date, threads }) =>
          threads === 0 ? (
            <span key={date} className="day" title={`${day(date)}: no thread`} />
          ) : (
            <Link
              key={date}
              className="day"
              // The range is chosen by keyboard above; a stop for each day would stand in the way.
              tabIndex={-1}
              href={doorPath(choice, { facets: [], from: date, to: date })}
              title={`${day(date)}: ${count(threads, 'thread')}`}
              aria-label={`${day(date)}: ${count(threads, 'thread')}`}
            >
              <span style={{ blockSize: `${Math.max(4, (threads / most) * 100)}%` }} />
            </Link>
          ),
        )}
      </div>
      <figcaption>
        Threads by the day of their last message,{' '}
        {first === undefined || last === undefined ? '' : `${day(first)} – ${day(last)}`}; at most{' '}
        {most}
      </figcaption>
    </figure>
  )
}

/** The last days up to the newest one, none left out. */
function withEmptyDays(perDay: Days): { day: string; threads: number }[] {
  const newest = perDay.at(-1)?.day
  const oldest = perDay[0]?.day
  if (newest === undefined || oldest === undefined) return []
  const threads = new Map(perDay.map((one) => [one.day, one.threads]))
  return Array.from({ length: MOST_BARS }, (_, back) => addDays(newest, back + 1 - MOST_BARS))
    .filter((date) => date >= oldest)
    .map((date) => ({ day: date, threads: threads.get(date) ?? 0 }))
}
