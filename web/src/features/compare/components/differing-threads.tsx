import { useEffect, useRef } from 'react'
import type { ApiDifference } from '../../../../../src/http/schemas/compare.ts'
import { Link } from '../../../app/router.tsx'
import { dayAndTime } from '../../../components/format.ts'
import { Empty, ErrorNote, Loading } from '../../../components/states.tsx'
import { threadPath } from '../../thread/api/thread-path.ts'
import { useDifferences } from '../api/use-comparison.ts'
import type { Sides } from '../api/use-comparison.ts'

interface DifferingThreadsProps {
  sides: Sides
  field: string
  label: string
}

/** The threads of which the two do not say the same, each with what they say. */
export function DifferingThreads({ sides, field, label }: DifferingThreadsProps) {
  const { data, error, isLoading, hasNextPage, isFetchingNextPage, fetchNextPage, refetch } =
    useDifferences(sides, field)
  const items = data?.pages.flatMap((page) => page.items) ?? []
  const heading = useRef<HTMLHeadingElement>(null)
  // Whoever asked for the list is taken to it.
  useEffect(() => heading.current?.focus(), [])
  return (
    <section aria-labelledby="differing-title">
      <h2 id="differing-title" ref={heading} tabIndex={-1}>
        Where they differ: {label}
      </h2>
      {error === null ? undefined : <ErrorNote error={error} onRetry={() => void refetch()} />}
      {isLoading ? <Loading label="Loading the threads" /> : undefined}
      {error === null && !isLoading && items.length === 0 ? <Empty title="Nowhere" /> : undefined}
      <ul className="thread-list">
        {items.map((item) => (
          <Row key={item.id} item={item} />
        ))}
      </ul>
      {hasNextPage ? (
        <button
          type="button"
          className="button more"
          disabled={isFetchingNextPage}
          onClick={() => void fetchNextPage()}
        >
          {isFetchingNextPage ? 'Loading…' : 'More threads'}
        </button>
      ) : undefined}
    </section>
  )
}

function Row({ item: { id, title, preview, lastMessageAt, a, b } }: { item: ApiDifference }) {
  return (
    <li>
      <Link href={threadPath(id)} className="thread-row">
        <span className="thread-title" dir="auto">
          {title ?? preview ?? `Thread ${id.slice(0, 24)}`}
        </span>
        <span className="meta">
          {lastMessageAt === undefined ? (
            <span>no time</span>
          ) : (
            <time dateTime={lastMessageAt}>{dayAndTime(lastMessageAt)}</time>
          )}
          <span>a: {a}</span>
          <span>b: {b}</span>
        </span>
      </Link>
    </li>
  )
}
