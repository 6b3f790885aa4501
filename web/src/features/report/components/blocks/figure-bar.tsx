import type { ApiFigure } from '../../../../../../src/http/api-schemas.ts'
import { Link } from '../../../../app/router.tsx'
import { count, number, percent } from '../../../../components/format.ts'

interface FigureBarProps {
  figure: ApiFigure
  /** The list of exactly these threads, where there is one. */
  href?: string | undefined
  about: string
}

/** A count, what it is a part of, and how many people are behind it; a door to the threads. */
export function FigureBar({ figure, href, about }: FigureBarProps) {
  const { n, of, users, anecdotal } = figure
  const share = of === 0 ? 0 : n / of
  return (
    <p className="figure">
      <span className="bar" aria-hidden="true">
        <span style={{ inlineSize: `${n === 0 ? 0 : Math.max(1.5, share * 100)}%` }} />
      </span>
      <span>
        {href === undefined || n === 0 ? (
          <strong>{number(n)}</strong>
        ) : (
          <Link href={href} className="figure-link">
            <strong>{number(n)}</strong>
            <span className="visually-hidden">
              {n === 1 ? ' thread' : ' threads'} of {about}: open the list
            </span>
          </Link>
        )}{' '}
        of {number(of)} ({percent(n, of)})
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
