import type { ApiFigure } from '../../../../../src/http/api-schemas.ts'
import { count, number, percent } from '../../../components/format.ts'

/** A count, what it is a part of, and how many people are behind it. */
export function FigureBar({ figure: { n, of, users, anecdotal } }: { figure: ApiFigure }) {
  const share = of === 0 ? 0 : n / of
  return (
    <p className="figure">
      <span className="bar" aria-hidden="true">
        <span style={{ inlineSize: `${n === 0 ? 0 : Math.max(1.5, share * 100)}%` }} />
      </span>
      <span>
        <strong>{number(n)}</strong> of {number(of)} ({percent(n, of)})
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
