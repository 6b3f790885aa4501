import type { ApiBlock } from '../../../../../../src/http/api-schemas.ts'
import { Link } from '../../../../app/router.tsx'
import { dayAndTime } from '../../../../components/format.ts'
import { Evidence } from './evidence.tsx'
import { useFirst } from './use-first.tsx'

/** Threads, each with the reasons it stands here and a door to it. */
export function Threads({ block }: { block: ApiBlock<'threads'> }) {
  const { shown, more } = useFirst(block.items, 6)
  return (
    <>
      <ol className="chats">
        {shown.map(({ threadId, title, lastMessageAt, reasons, evidence }) => (
          <li key={threadId}>
            <h3 dir="auto">
              <Link href={`/thread?${new URLSearchParams({ id: threadId }).toString()}`}>
                {title ?? evidence[0]?.quote ?? `Thread ${threadId.slice(0, 24)}`}
              </Link>
            </h3>
            <p className="meta">
              {lastMessageAt === undefined ? undefined : (
                <time dateTime={lastMessageAt}>{dayAndTime(lastMessageAt)}</time>
              )}
              {reasons.map((reason) => (
                <span key={reason} className="chip chip-bad">
                  {reason}
                </span>
              ))}
            </p>
            <Evidence items={evidence} about={title ?? 'this thread'} />
          </li>
        ))}
      </ol>
      {more}
    </>
  )
}
