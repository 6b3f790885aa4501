import type { ApiReport } from '../../../../../src/http/api-schemas.ts'
import { count, day, languageName, number, percent } from '../../../components/format.ts'

type Usage = ApiReport['usage']

/** The figures of use: how much, by whom, in which languages, on which days. */
export function UsageStrip({ usage }: { usage: Usage }) {
  const { threads, messages, users, languages, firstMessageAt, lastMessageAt } = usage
  return (
    <section className="usage" aria-label="Usage">
      <dl className="figures">
        <div>
          <dt>Threads</dt>
          <dd>{number(threads)}</dd>
        </div>
        <div>
          <dt>Messages</dt>
          <dd>{number(messages)}</dd>
        </div>
        <div>
          <dt>Users</dt>
          <dd>{number(users)}</dd>
        </div>
        <div className="figure-wide">
          <dt>Languages</dt>
          <dd className="figure-text">
            {languages
              .slice(0, 4)
              .map(
                ({ language, figure }) =>
                  `${languageName(language)} ${percent(figure.n, figure.of)}`,
              )
              .join(' · ') || '–'}
          </dd>
        </div>
        <div className="figure-wide">
          <dt>Messages from</dt>
          <dd className="figure-text">
            {firstMessageAt === undefined || lastMessageAt === undefined
              ? '–'
              : `${day(firstMessageAt)} – ${day(lastMessageAt)}`}
          </dd>
        </div>
      </dl>
      {usage.perDay.length > 1 ? <Days perDay={usage.perDay} /> : undefined}
    </section>
  )
}

const MOST_BARS = 120

/** One bar a day; the same as a table for those who do not see bars. */
function Days({ perDay }: { perDay: Usage['perDay'] }) {
  const shown = perDay.slice(-MOST_BARS)
  const most = Math.max(...shown.map(({ threads }) => threads))
  return (
    <figure className="days">
      <div className="day-bars" aria-hidden="true">
        {shown.map(({ day: date, threads }) => (
          <span
            key={date}
            title={`${day(date)}: ${count(threads, 'thread')}`}
            style={{ blockSize: `${Math.max(4, (threads / most) * 100)}%` }}
          />
        ))}
      </div>
      <figcaption>
        Threads per day{shown.length < perDay.length ? `, the last ${MOST_BARS} days` : ''}
      </figcaption>
      <table className="visually-hidden">
        <caption>Threads per day</caption>
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
