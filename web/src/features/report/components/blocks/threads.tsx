import type { ApiBlock } from '../../../../../../src/http/schemas/report.ts'
import { Link } from '../../../../app/router.tsx'
import { dayAndTime, number } from '../../../../components/format.ts'
import { threadPath } from '../../../thread/api/thread-path.ts'
import type { ReportChoice } from '../../api/report-choice.ts'
import { CountLink } from './count-link.tsx'
import { Proofs } from './proofs.tsx'
import { useFirst } from './use-first.tsx'

/** Threads, each with the reasons it stands here and a door to it. */
export function Threads({ block, choice }: { block: ApiBlock<'threads'>; choice: ReportChoice }) {
  const { shown, more } = useFirst(block.items, 6)
  return (
    <>
      <p className="quiet">
        The first {number(block.items.length)} of{' '}
        <CountLink count={block.all} choice={choice} about="threads that went badly" />.
      </p>
      <ol className="chats">
        {shown.map(({ threadId, title, lastMessageAt, reasons, proofs }) => (
          <li key={threadId}>
            <h3 dir="auto">
              <Link href={threadPath(threadId)}>
                {title ?? proofs[0]?.quotes[0]?.quote ?? `Thread ${threadId.slice(0, 24)}`}
              </Link>
            </h3>
            <p className="meta">
              {lastMessageAt === undefined ? undefined : (
                <time dateTime={lastMessageAt}>{dayAndTime(lastMessageAt)}</time>
              )}
              {reasons.map((reason) => (
                <span key={reason}>{reason}</span>
              ))}
            </p>
            <Proofs proofs={proofs} about={title ?? 'this thread'} />
          </li>
        ))}
      </ol>
      {more}
    </>
  )
}
