import { useEffect, useRef } from 'react'
import type { OpinionList } from '../../../../../src/http/schemas/compare.ts'
import { changeQuery, usePlace } from '../../../app/router.tsx'
import { useTitle } from '../../../app/use-title.ts'
import { count } from '../../../components/format.ts'
import { Empty, ErrorNote, Loading } from '../../../components/states.tsx'
import { analyzerTitle } from '../../../components/words.ts'
import { useComparison, useOpinions } from '../api/use-comparison.ts'
import type { Sides } from '../api/use-comparison.ts'
import { DifferingThreads } from './differing-threads.tsx'
import { FieldsTable } from './fields-table.tsx'
import { SharesTable } from './shares-table.tsx'

type Opinions = OpinionList['items']

/** How far two analyzers agree, field by field, and the threads where they do not. */
export function ComparePage() {
  useTitle('Two analyzers')
  const { data, error, isLoading, refetch } = useOpinions()
  const heading = useHeadingOnReturn(usePlace().query.get('field') ?? '')
  return (
    <div className="page page-narrow">
      <h1 ref={heading} tabIndex={-1}>
        How far two analyzers agree
      </h1>
      {error === null ? undefined : <ErrorNote error={error} onRetry={() => void refetch()} />}
      {isLoading ? <Loading label="Loading the analyzers" /> : undefined}
      {data === undefined || error !== null ? undefined : <Chosen opinions={data.items} />}
    </div>
  )
}

/** Where the list of threads has gone, by Back, focus would be nowhere: it moves to the heading of what is left. */
function useHeadingOnReturn(field: string) {
  const heading = useRef<HTMLHeadingElement>(null)
  const shown = useRef(field)
  useEffect(() => {
    if (shown.current !== '' && field === '') heading.current?.focus()
    shown.current = field
  }, [field])
  return heading
}

function Chosen({ opinions }: { opinions: Opinions }) {
  const { query } = usePlace()
  const [first, second] = opinions
  if (first === undefined || second === undefined) {
    return (
      <Empty
        title={first === undefined ? 'Nothing was analyzed yet' : 'There is one opinion alone'}
      >
        Once a second analyzer has read some of the same threads (hitcraft analyze --analyzer), the
        two can be compared here.
      </Empty>
    )
  }
  const a = query.get('a') ?? first.analyzerKey
  const other = [first, second].find(({ analyzerKey }) => analyzerKey !== a) ?? second
  const sides = { a, b: query.get('b') ?? other.analyzerKey }
  return (
    <>
      <div className="filters">
        <Side side="a" sides={sides} opinions={opinions} />
        <Side side="b" sides={sides} opinions={opinions} />
      </div>
      <Compared sides={sides} field={query.get('field') ?? ''} />
    </>
  )
}

/** Which analyzer a side is. Choosing that of the other side changes places with it. */
function Side({ side, sides, opinions }: { side: 'a' | 'b'; sides: Sides; opinions: Opinions }) {
  const chosen = sides[side]
  const other = side === 'a' ? 'b' : 'a'
  const choose = (key: string) =>
    changeQuery({ ...sides, [side]: key, ...(key === sides[other] ? { [other]: chosen } : {}) })
  const isListed = opinions.some(({ analyzerKey }) => analyzerKey === chosen)
  return (
    <label className="side">
      {side}
      <select value={chosen} onChange={({ target }) => choose(target.value)}>
        {isListed ? undefined : <option value={chosen}>{chosen}</option>}
        {opinions.map(({ analyzerKey, analyzed }) => (
          <option key={analyzerKey} value={analyzerKey}>
            {analyzerTitle(analyzerKey)} ({analyzerKey}), {count(analyzed, 'thread')}
          </option>
        ))}
      </select>
    </label>
  )
}

function Compared({ sides, field }: { sides: Sides; field: string }) {
  const { data, error, isLoading, isPlaceholderData, refetch } = useComparison(sides)
  if (error !== null) return <ErrorNote error={error} onRetry={() => void refetch()} />
  if (isLoading || data === undefined) return <Loading label="Comparing" lines={8} />
  if (data.both === 0) {
    return (
      <Empty title="No thread was read by both">There is nothing in which they could agree.</Empty>
    )
  }
  const label = data.fields.find((one) => one.field === field)?.label ?? field
  return (
    <div className={isPlaceholderData ? 'report-content is-old' : 'report-content'}>
      <FieldsTable comparison={data} sides={sides} field={field} />
      {field === '' ? undefined : (
        <DifferingThreads key={field} sides={sides} field={field} label={label} />
      )}
      {data.shares === undefined ? undefined : (
        <SharesTable comparison={data} shares={data.shares} />
      )}
    </div>
  )
}
