import { useState } from 'react'
import type { ApiInsight } from '../../../../../src/http/api-schemas.ts'
import { number } from '../../../components/format.ts'
import { conditionOf, figurePath } from '../api/figure-links.ts'
import type { ReportScope } from '../api/report-choice.ts'
import { Evidence } from './evidence.tsx'
import { FigureBar } from './figures/figure-bar.tsx'

const FIRST = 8

/** Insights with their figures and their proof; a long list begins with its first few. */
export function InsightList({
  insights,
  scope,
  isLead = false,
}: {
  insights: readonly ApiInsight[]
  scope: ReportScope
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
            <h3 dir="auto">{insight.label}</h3>
            <FigureBar
              figure={insight.figure}
              href={pathOf(insight, scope)}
              about={insight.label}
            />
            {insight.claim === undefined ? undefined : (
              <p className="statement">
                <Statement text={insight.claim} />
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

function pathOf({ id }: ApiInsight, { choice, report }: ReportScope): string | undefined {
  const condition = conditionOf(id, report)
  return condition === undefined ? undefined : figurePath(choice, condition)
}

/** What is quoted in a statement keeps its own direction and leaves that of the sentence alone. */
function Statement({ text }: { text: string }) {
  return text
    .split(/(?<=“)([^”]*)(?=”)/u)
    .map((piece, index) => (index % 2 === 0 ? piece : <bdi key={`${index}`}>{piece}</bdi>))
}
