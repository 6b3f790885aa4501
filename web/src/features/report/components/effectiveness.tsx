import type { ApiReport } from '../../../../../src/http/api-schemas.ts'
import { number, percent, plainWords } from '../../../components/format.ts'
import { OUTCOMES } from '../../../components/words.ts'
import { figurePath } from '../api/figure-links.ts'
import type { ReportChoice } from '../api/report-choice.ts'
import { FigureBar } from './figures/figure-bar.tsx'

type Effectiveness = ApiReport['sections']['productEffectiveness']

/** How threads ended, and how much of the work that the product began was completed. */
export function Effectiveness({
  effectiveness,
  choice,
}: {
  effectiveness: Effectiveness
  choice: ReportChoice
}) {
  const { outcomes, features } = effectiveness
  return (
    <>
      <ul className="insights insights-plain">
        {outcomes.map(({ outcome, figure }) => (
          <li key={outcome}>
            <h3>{OUTCOMES[outcome]}</h3>
            <FigureBar
              figure={figure}
              href={figurePath(choice, { outcome })}
              about={OUTCOMES[outcome]}
            />
          </li>
        ))}
      </ul>
      {features.length > 0 ? (
        <div
          className="table-box"
          role="region"
          aria-label="Work that the product began"
          tabIndex={0}
        >
          <table>
            <caption>Work that the product began</caption>
            <thead>
              <tr>
                <th scope="col">Feature</th>
                <th scope="col">Started</th>
                <th scope="col">Completed</th>
                <th scope="col">Share</th>
                <th scope="col">Without a start</th>
              </tr>
            </thead>
            <tbody>
              {features.map(({ feature, started, completed, unstarted }) => (
                <tr key={feature}>
                  <th scope="row">{plainWords(feature)}</th>
                  <td>{number(started)}</td>
                  <td>{number(completed)}</td>
                  <td>{percent(completed, started)}</td>
                  <td>{number(unstarted)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ) : undefined}
    </>
  )
}
