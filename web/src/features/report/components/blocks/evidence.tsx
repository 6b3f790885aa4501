import type { ApiEvidence } from '../../../../../../src/http/api-schemas.ts'
import { Link } from '../../../../app/router.tsx'
import { count } from '../../../../components/format.ts'

/** The words that prove a claim: the first at once, the others folded. Each opens its thread there. */
export function Evidence({ items, about }: { items: readonly ApiEvidence[]; about: string }) {
  const [first, ...others] = items
  if (first === undefined) return undefined
  return (
    <div className="evidence">
      <Quote evidence={first} />
      {others.length > 0 ? (
        <details>
          <summary>
            {count(others.length, 'more quote')}
            <span className="visually-hidden"> about {about}</span>
          </summary>
          {others.map((evidence) => (
            <Quote key={keyOf(evidence)} evidence={evidence} />
          ))}
        </details>
      ) : undefined}
    </div>
  )
}

function Quote({ evidence }: { evidence: ApiEvidence }) {
  return (
    <blockquote dir="auto">
      <Link href={evidencePath(evidence)} title="Open the thread at these words">
        {evidence.quote}
      </Link>
    </blockquote>
  )
}

/** The thread, opened at the quoted words. */
export function evidencePath({
  threadId,
  messageId,
  part,
  start,
  end,
}: Omit<ApiEvidence, 'quote'>): string {
  const span = { message: messageId, part: `${part}`, start: `${start}`, end: `${end}` }
  return `/thread?${new URLSearchParams({ id: threadId, ...span }).toString()}`
}

function keyOf({ threadId, messageId, part, start }: ApiEvidence): string {
  return JSON.stringify([threadId, messageId, part, start])
}
