import type { ApiCount } from '../../../../../../src/http/schemas/report.ts'
import { Link } from '../../../../app/router.tsx'
import { number } from '../../../../components/format.ts'
import { doorPath } from '../../api/figure-links.ts'
import type { ReportChoice } from '../../api/report-choice.ts'

interface CountLinkProps {
  count: ApiCount
  choice: ReportChoice
  /** What is counted, for who hears the link. */
  about: string
}

/** A count that opens the list of exactly its threads; none opens nothing. */
export function CountLink({ count: { n, threads }, choice, about }: CountLinkProps) {
  if (n === 0) return <span className="none">0</span>
  return (
    <Link href={doorPath(choice, threads)} className="figure-link">
      {number(n)}
      <span className="visually-hidden">
        {n === 1 ? ' thread' : ' threads'} of {about}: open the list
      </span>
    </Link>
  )
}
