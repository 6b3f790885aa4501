import type { ThreadRow as Row } from '../../../../../src/http/schemas/threads.ts'
import { Link } from '../../../app/router.tsx'
import { count, dayAndTime, languageName } from '../../../components/format.ts'
import { OUTCOMES, failureTitle } from '../../../components/words.ts'
import { useOverview } from '../../live/api/use-live-state.ts'
import { evidencePath } from '../../report/components/blocks/evidence-path.ts'
import { threadPath } from '../../thread/api/thread-path.ts'

export function ThreadRow({ row }: { row: Row }) {
  const topic = useOverview().data?.topics.find(({ id }) => id === row.topic)
  const { id, match, title, preview, lastMessageAt, messageCount, outcome, language } = row
  const href = match === undefined ? threadPath(id) : evidencePath({ threadId: id, ...match })
  return (
    <li>
      <Link href={href} className="thread-row">
        <span className="thread-title" dir="auto">
          {title ?? preview ?? `Thread ${id.slice(0, 24)}`}
        </span>
        {match === undefined ? undefined : (
          <span className="snippet" dir="auto">
            {match.before}
            <mark>{match.words}</mark>
            {match.after}
          </span>
        )}
        <span className="meta">
          {lastMessageAt === undefined ? (
            <span>no time</span>
          ) : (
            <time dateTime={lastMessageAt}>{dayAndTime(lastMessageAt)}</time>
          )}
          <span>{count(messageCount, 'message')}</span>
          {row.near === undefined ? undefined : (
            <span title="1 is the same words">nearness {row.near.toFixed(2)}</span>
          )}
          {language === undefined ? undefined : <span>{languageName(language)}</span>}
          {topic === undefined ? undefined : <span dir="auto">{topic.title}</span>}
          {outcome === undefined || outcome === 'unknown' ? undefined : (
            <span className={`chip chip-${outcome}`}>{OUTCOMES[outcome]}</span>
          )}
          {row.failures.map((kind) => (
            <span key={kind} className="chip chip-bad">
              {failureTitle(kind)}
            </span>
          ))}
          {row.state === 'pending' ? <span className="chip">Pending</span> : undefined}
        </span>
      </Link>
    </li>
  )
}
