import { useState } from 'react'
import type { ApiInsight } from '../../../../../src/http/api-schemas.ts'
import { Link } from '../../../app/router.tsx'
import { number } from '../../../components/format.ts'
import { useOverview } from '../../live/api/use-live-state.ts'
import { Evidence } from './evidence.tsx'
import { FigureBar } from './figure-bar.tsx'

const FIRST = 8

/** Insights with their figures and their proof; a long list begins with its first few. */
export function InsightList({
  insights,
  isLead = false,
}: {
  insights: readonly ApiInsight[]
  isLead?: boolean
}) {
  const [isWhole, setWhole] = useState(false)
  if (insights.length === 0) return <p className="quiet">Nothing of this kind was found here.</p>
  const shown = isWhole ? insights : insights.slice(0, FIRST)
  return (
    <>
      <ol className={isLead ? 'insights insights-lead' : 'insights'}>
        {shown.map((insight) => (
          <li key={insight.id}>
            <h3 dir="auto">
              <LabelOf insight={insight} />
            </h3>
            <FigureBar figure={insight.figure} />
            {insight.statement === insight.label ? undefined : (
              <p className="statement">
                <Statement text={insight.statement} />
              </p>
            )}
            <Evidence items={insight.evidence} about={insight.label} />
          </li>
        ))}
      </ol>
      {shown.length < insights.length ? (
        <button type="button" className="button button-quiet" onClick={() => setWhole(true)}>
          Show all {number(insights.length)}
        </button>
      ) : undefined}
    </>
  )
}

/** A topic's name leads to its threads. */
function LabelOf({ insight: { id, label } }: { insight: ApiInsight }) {
  const topics = useOverview().data?.topics ?? []
  const topic = topics.find((one) => id === `topic:${one.id}`)
  if (topic === undefined) return label
  return (
    <Link href={`/threads?${new URLSearchParams({ topic: topic.id }).toString()}`}>{label}</Link>
  )
}

/** What is quoted in a statement keeps its own direction and leaves that of the sentence alone. */
function Statement({ text }: { text: string }) {
  return text
    .split(/(?<=“)([^”]*)(?=”)/u)
    .map((piece, index) => (index % 2 === 0 ? piece : <bdi key={`${index}`}>{piece}</bdi>))
}
