import { REDACTED, sentPieces } from '../../../../../src/domain/written/sent.ts'
import type { Sent } from '../../../../../src/http/schemas/threads.ts'
import { Link, usePlace } from '../../../app/router.tsx'
import { useTitle } from '../../../app/use-title.ts'
import { count, number } from '../../../components/format.ts'
import { Empty, ErrorNote, Loading } from '../../../components/states.tsx'
import { analyzerTitle } from '../../../components/words.ts'
import { threadPath } from '../../thread/api/thread-path.ts'
import { sentApiPath } from '../api/sent-path.ts'
import { useSent } from '../api/use-sent.ts'
import { SentText } from './sent-text.tsx'

/** What an analysis would send of a thread, redacted as it would be. */
export function SentPage() {
  useTitle('What would be sent')
  const id = usePlace().query.get('id') ?? ''
  const { data, error, isLoading, refetch } = useSent(id)
  return (
    <div className="page page-narrow" aria-busy={isLoading}>
      <p className="crumbs">
        <Link href="/threads">Threads</Link>
        {id === '' ? undefined : (
          <>
            {' › '}
            <Link href={threadPath(id)}>This thread</Link>
          </>
        )}
      </p>
      <h1>What would be sent</h1>
      {id === '' ? <Empty title="No thread was named" /> : undefined}
      {error === null ? undefined : <ErrorNote error={error} onRetry={() => void refetch()} />}
      {isLoading ? <Loading label="Loading what would be sent" lines={8} /> : undefined}
      {data === undefined || error !== null ? undefined : <Requests id={id} sent={data} />}
    </div>
  )
}

function Requests({
  id,
  sent: { to, model, requests, placeholders = [] },
}: {
  id: string
  sent: Sent
}) {
  const [first] = requests
  if (to === undefined) {
    return <Empty title="Nothing: this analyzer sends nothing anywhere" />
  }
  if (first === undefined) return <Empty title="Nothing: nobody said anything in this thread" />
  return (
    <>
      <p>
        To {analyzerTitle(to)}, model {model}: {count(requests.length, 'request')}. Looking sends
        nothing.
      </p>
      <Placeholders requests={requests} placeholders={placeholders} />
      <p>
        <a href={sentApiPath(id)} download="sent.json">
          Download it as JSON, byte for byte
        </a>
      </p>
      <details>
        <summary>Instructions, the same for every thread</summary>
        <SentText text={first.fixed} />
      </details>
      <details>
        <summary>Form of the answer, of at most {count(first.maxOutputTokens, 'token')}</summary>
        <SentText text={JSON.stringify(first.schema, undefined, 2)} />
      </details>
      {requests.map(({ transcript }, at) => (
        <details key={`${at}`} open={at === 0}>
          <summary>
            {requests.length === 1
              ? 'The messages'
              : `The messages, window ${number(at + 1)} of ${number(requests.length)}`}
          </summary>
          <SentText text={transcript} placeholders={placeholders} />
        </details>
      ))}
    </>
  )
}

/** Which placeholders stand in the requests, by what they stand for. */
function Placeholders({
  requests,
  placeholders,
}: Pick<Sent, 'requests'> & { placeholders: readonly string[] }) {
  const found = new Map<keyof typeof REDACTED, Set<string>>()
  for (const { transcript } of requests) {
    for (const { type, text } of sentPieces(transcript, placeholders)) {
      if (type === undefined) continue
      found.set(type, (found.get(type) ?? new Set()).add(text))
    }
  }
  if (found.size === 0) {
    return <p className="quiet">No placeholder stands in it: nothing was found to take out.</p>
  }
  return (
    <p>
      Placeholders in it:{' '}
      {[...found].map(([type, texts]) => `${[...texts].join(', ')} (${REDACTED[type]})`).join('; ')}
      . In the findings stand the words as they are in the log. What only looks like one was written
      in the log, and is not marked.
    </p>
  )
}
