import { useState } from 'react'
import type { ApiReport } from '../../../../../src/http/api-schemas.ts'
import { Link } from '../../../app/router.tsx'
import { dayAndTime, number } from '../../../components/format.ts'
import { Evidence } from './evidence.tsx'

const FIRST = 6

export function NegativeChats({ chats }: { chats: ApiReport['sections']['negativeChats'] }) {
  const [isWhole, setWhole] = useState(false)
  if (chats.length === 0) return <p className="quiet">No thread of this range went badly.</p>
  const shown = isWhole ? chats : chats.slice(0, FIRST)
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
      {shown.length < chats.length ? (
        <button type="button" className="button button-quiet" onClick={() => setWhole(true)}>
          Show all {number(chats.length)}
        </button>
      ) : undefined}
    </>
  )
}
