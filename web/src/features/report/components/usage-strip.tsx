import type { ApiReport } from '../../../../../src/http/schemas/report.ts'
import { Link } from '../../../app/router.tsx'
import { day, languageName, number } from '../../../components/format.ts'
import { percentOf } from '../../../../../src/domain/values/percent.ts'
import { doorPath } from '../api/figure-links.ts'
import type { ReportChoice, ReportScope } from '../api/report-choice.ts'
import { DayBars } from './day-bars.tsx'

const MOST_LANGUAGES = 4

/** The figures of use, all over the threads that were analyzed: how much, by whom, on which days. */
export function UsageStrip({ scope: { choice, report } }: { scope: ReportScope }) {
  const { analyzed, threads, messages, users, firstMessageAt, lastMessageAt } = report.usage
  return (
    <section className="usage" aria-label="Usage">
      <dl className="figures">
        <div>
          <dt>Threads{analyzed < threads ? ' analyzed' : ''}</dt>
          <dd>
            <FigureLink n={analyzed} href={doorPath(choice, { facets: [] })} />
          </dd>
        </div>
        <div>
          <dt>Their messages</dt>
          <dd>{number(messages)}</dd>
        </div>
        {users === 0 ? undefined : (
          <div>
            <dt>Their users</dt>
            <dd>{number(users)}</dd>
          </div>
        )}
        <div className="figure-wide">
          <dt>Languages</dt>
          <dd className="figure-text">
            <Languages languages={report.usage.languages} choice={choice} />
          </dd>
        </div>
        <div className="figure-wide">
          <dt>First and last message (UTC)</dt>
          <dd className="figure-text">
            {firstMessageAt === undefined || lastMessageAt === undefined
              ? '–'
              : `${day(firstMessageAt)} – ${day(lastMessageAt)}`}
          </dd>
        </div>
      </dl>
      {report.usage.perDay.length > 1 ? (
        <DayBars perDay={report.usage.perDay} choice={choice} />
      ) : undefined}
    </section>
  )
}

interface LanguagesProps {
  languages: ApiReport['usage']['languages']
  choice: ReportChoice
}

function Languages({ languages, choice }: LanguagesProps) {
  if (languages.length === 0) return '–'
  return languages.slice(0, MOST_LANGUAGES).map(({ language, figure }, index) => {
    return (
      <span key={language}>
        {index === 0 ? '' : ' · '}
        {languageName(language)} <FigureLink n={figure.n} href={doorPath(choice, figure.threads)} />{' '}
        <span className="quiet">({percentOf(figure.n, figure.of)})</span>
      </span>
    )
  })
}

function FigureLink({ n, href }: { n: number; href: string }) {
  return (
    <Link href={href} className="figure-link">
      {number(n)}
      <span className="visually-hidden">{n === 1 ? ' thread' : ' threads'}: open the list</span>
    </Link>
  )
}
