import { useEffect, useMemo, useRef } from 'react'
import { changeQuery, Link, usePlace } from '../../../app/router.tsx'
import { useTitle } from '../../../app/use-title.ts'
import { count, number } from '../../../components/format.ts'
import { Empty, ErrorNote, Loading } from '../../../components/states.tsx'
import { ReversedRange } from '../../../components/reversed-range.tsx'
import { isReversed } from '../../../components/days.ts'
import { threadPath } from '../../thread/api/thread-path.ts'
import { CHOICE_FIELDS, threadChoiceOf } from '../api/thread-choice.ts'
import type { ThreadChoice } from '../api/thread-choice.ts'
import { useThreads } from '../api/use-threads.ts'
import { SearchBox } from './search-box.tsx'
import { ThreadFilters } from './thread-filters.tsx'
import { ThreadRow } from './thread-row.tsx'

/** All threads, newest first, or those that a search and filters leave. */
export function ThreadsPage() {
  const { query } = usePlace()
  const choice = useMemo(() => threadChoiceOf(query), [query])
  useTitle(titleOf(choice))
  const threads = useThreads(choice)
  const rows = threads.data?.pages.flatMap((page) => page.items) ?? []
  const { index, total } = threads.data?.pages[0] ?? {}
  const isBackward = isReversed(choice)
  const isChosen = choice.facets.length > 0 || CHOICE_FIELDS.some((field) => choice[field] !== '')
  const more = () => void threads.fetchNextPage()
  return (
    <div className="page page-narrow" aria-busy={threads.isFetching}>
      <div className="report-head">
        <h1>Threads</h1>
        <p className="total quiet" role="status">
          {threads.isSuccess && total !== undefined && !isBackward ? count(total, 'thread') : ''}
        </p>
      </div>
      <SearchBox words={choice.words} like={choice.like} />
      {choice.near === '' ? undefined : <NearNote threadId={choice.near} />}
      <ThreadFilters choice={choice} />
      {index?.complete === false ? (
        <p className="note">
          Search covers {number(index.indexed)} of {count(index.total, 'thread')} so far; it is
          catching up.
        </p>
      ) : undefined}
      {isBackward ? <ReversedRange from={choice.from} to={choice.to} /> : undefined}
      {threads.isError ? (
        <ErrorNote error={threads.error} onRetry={() => void threads.refetch()} />
      ) : undefined}
      {threads.isLoading ? <Loading label="Loading threads" lines={8} /> : undefined}
      {threads.isSuccess && rows.length === 0 && !isBackward ? (
        <NoThreads isChosen={isChosen} />
      ) : undefined}
      <ul className={threads.isPlaceholderData ? 'thread-list is-old' : 'thread-list'}>
        {(isBackward ? [] : rows).map((row) => (
          <ThreadRow key={row.id} row={row} />
        ))}
      </ul>
      {threads.hasNextPage && !isBackward ? (
        <MoreButton isLoading={threads.isFetchingNextPage} onMore={more} />
      ) : undefined}
    </div>
  )
}

function titleOf({ words, like, near }: ThreadChoice): string {
  if (near !== '') return 'Threads like one'
  if (like !== '') return `Threads like “${like}”`
  return words === '' ? 'Threads' : `Threads with “${words}”`
}

/** Which thread the others are like, and the way back to all. */
function NearNote({ threadId }: { threadId: string }) {
  return (
    <p className="note">
      Threads that ask for something like <Link href={threadPath(threadId)}>this thread</Link>,
      nearest first.{' '}
      <button
        type="button"
        className="button button-quiet"
        onClick={() => changeQuery({ near: '' })}
      >
        Show all
      </button>
    </p>
  )
}

function NoThreads({ isChosen }: { isChosen: boolean }) {
  return isChosen ? (
    <Empty title="No thread fits">Use other words, or fewer conditions.</Empty>
  ) : (
    <Empty title="No threads yet">Drop a log anywhere on this page.</Empty>
  )
}

/** Loads the next page when it comes into view; a button for those who do not scroll. */
function MoreButton({ isLoading, onMore }: { isLoading: boolean; onMore: () => void }) {
  const button = useRef<HTMLButtonElement>(null)
  const latest = useRef(onMore)
  useEffect(() => {
    latest.current = onMore
  })
  useEffect(() => {
    const seen = new IntersectionObserver(
      (entries) => {
        if (!isLoading && entries.some(({ isIntersecting }) => isIntersecting)) latest.current()
      },
      { rootMargin: '400px' },
    )
    if (button.current !== null) seen.observe(button.current)
    return () => seen.disconnect()
  }, [isLoading])
  return (
    <button
      ref={button}
      type="button"
      className="button more"
      disabled={isLoading}
      onClick={onMore}
    >
      {isLoading ? 'Loading…' : 'More threads'}
    </button>
  )
}
