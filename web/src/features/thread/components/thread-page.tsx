import { useMemo } from 'react'
import type { ThreadDetail } from '../../../../../src/http/schemas/threads.ts'
import { ApiError } from '../../../app/api-client.ts'
import { Link, usePlace } from '../../../app/router.tsx'
import { useTitle } from '../../../app/use-title.ts'
import { count, dayAndTime, languageName } from '../../../components/format.ts'
import { ErrorNote, Loading } from '../../../components/states.tsx'
import { analyzerTitle, OUTCOMES } from '../../../components/words.ts'
import { useOverview } from '../../live/api/use-live-state.ts'
import { sentPath } from '../../sent/api/sent-path.ts'
import { useThread } from '../api/use-thread.ts'
import { findingsOf } from '../api/findings.ts'
import { EraseThread } from './erase-thread.tsx'
import { FindingsList } from './findings-list.tsx'
import { MessageView } from './message-view.tsx'
import { focusOf, useFocusedSpan } from './focused-span.ts'

/** One thread as a conversation, with what was found in it marked where it stands. */
export function ThreadPage() {
  const { query } = usePlace()
  const id = query.get('id') ?? ''
  const { data, error, isPending, refetch } = useThread(id)
  if (id === '') return <NoThread title="No thread was named" />
  if (error instanceof ApiError && error.status === 404) {
    return <NoThread title="There is no thread of that id" />
  }
  if (error !== null) return <ErrorNote error={error} onRetry={() => void refetch()} />
  if (isPending) return <Loading label="Loading the thread" lines={8} />
  return <Thread thread={data} query={query} />
}

/** The page of a thread that is not there: it may have been erased. */
function NoThread({ title }: { title: string }) {
  useTitle('Thread not found')
  return (
    <div className="page page-narrow">
      <h1>{title}</h1>
      <p>
        It may have been erased. <Link href="/threads">Go to the list of threads</Link>
      </p>
    </div>
  )
}

function Thread({ thread, query }: { thread: ThreadDetail; query: URLSearchParams }) {
  const { analysis, current, messages } = thread
  // Spans of an analysis of an older content would mark the wrong words.
  const findings = useMemo(
    () => (analysis !== undefined && current ? findingsOf(analysis) : []),
    [analysis, current],
  )
  const focus = useMemo(() => focusOf(query), [query])
  useFocusedSpan(focus)
  const opening = messages
    .find(({ role }) => role === 'user')
    ?.content.find((p) => p.type === 'text')
  const title =
    thread.title ??
    (opening !== undefined && 'text' in opening ? opening.text.slice(0, 90) : thread.id)
  useTitle(title)
  const times = messages.flatMap(({ createdAt }) => createdAt ?? [])
  return (
    <div className="page thread-page">
      <p className="crumbs">
        <Link href="/threads">Threads</Link>
      </p>
      <h1 dir="auto">{title}</h1>
      <p className="meta">
        {times[0] === undefined ? undefined : (
          <time dateTime={times[0]}>{dayAndTime(times[0])} UTC</time>
        )}
        <span>{count(messages.length, 'message')}</span>
        {analysis?.language === undefined ? undefined : (
          <span>{languageName(analysis.language)}</span>
        )}
        {thread.topic === undefined ? undefined : <span dir="auto">{thread.topic.title}</span>}
        {analysis === undefined ? undefined : (
          <span className={`chip chip-${analysis.outcome}`}>{OUTCOMES[analysis.outcome]}</span>
        )}
        <span className="quiet thread-id" title={thread.id}>
          {thread.id}
        </span>
      </p>
      <div className="thread-body">
        <ol className="messages" aria-label="Messages">
          {messages.map((message, index) => (
            <MessageView
              key={message.id}
              message={message}
              before={messages[index - 1]}
              findings={findings}
              focus={focus?.messageId === message.id ? focus : undefined}
            />
          ))}
        </ol>
        <aside className="findings" aria-labelledby="findings-title">
          <h2 id="findings-title">Findings</h2>
          <FindingsList analysis={analysis} current={current} findings={findings} />
          {analysis === undefined || analysis.requests.length === 0 ? undefined : (
            <p>
              <Link href={`/threads?${new URLSearchParams({ near: thread.id }).toString()}`}>
                Threads that ask for the like
              </Link>
            </p>
          )}
          <SentLink id={thread.id} />
          <EraseThread id={thread.id} />
        </aside>
      </div>
    </div>
  )
}

/** Where a model is asked, the way to what it is shown. */
function SentLink({ id }: { id: string }) {
  const model = useOverview().data?.model
  if (model === undefined) return undefined
  return (
    <p>
      <Link href={sentPath(id)}>What {analyzerTitle(model.provider)} is shown of it</Link>
    </p>
  )
}
