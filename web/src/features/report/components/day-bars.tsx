import type { ApiReport } from '../../../../../src/http/api-schemas.ts'
import { count, day } from '../../../components/format.ts'
import { addDays } from '../../../components/days.ts'

type Days = ApiReport['usage']['perDay']

const MOST_BARS = 120

/** One bar a day, days without threads among them; the same as a table for who sees no bars. */
export function DayBars({ perDay }: { perDay: Days }) {
  const all = withEmptyDays(perDay)
  const shown = all.slice(-MOST_BARS)
  const most = Math.max(...shown.map(({ threads }) => threads))
  const [first, last] = [shown[0]?.day, shown.at(-1)?.day]
  return (
    <figure className="days">
      <div className="day-bars" aria-hidden="true">
        {shown.map(({ day: date, threads }) => (
          <span
            key={date}
            title={`${day(date)}: ${count(threads, 'thread')}`}
            style={{ blockSize: threads === 0 ? 0 : `${Math.max(4, (threads / most) * 100)}%` }}
          />
        ))}
      </div>
      <figcaption>
        Threads by the day of their last message,{' '}
        {first === undefined || last === undefined ? '' : `${day(first)} – ${day(last)}`}; at most{' '}
        {most}
      </figcaption>
      <table className="visually-hidden">
        <caption>Threads by the day of their last message</caption>
        <tbody>
          {shown.map(({ day: date, threads }) => (
            <tr key={date}>
              <th scope="row">{day(date)}</th>
              <td>{threads}</td>
            </tr>
          ))}
        </tbody>
      </table>
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
