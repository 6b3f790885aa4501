import type { ApiReport } from '../../../../../src/http/api-schemas.ts'
import { Link } from '../../../app/router.tsx'
import { number, percent, plainWords } from '../../../components/format.ts'
import { OUTCOMES } from '../../../components/words.ts'
import { FigureBar } from './figure-bar.tsx'

type Effectiveness = ApiReport['sections']['productEffectiveness']

/** How threads ended, and how much of the work that the product began was completed. */
export function Effectiveness({ effectiveness }: { effectiveness: Effectiveness }) {
  const { outcomes, features } = effectiveness
  return (
    <>
      <ul className="insights insights-plain">
        {outcomes.map(({ outcome, figure }) => (
          <li key={outcome}>
            <h3>
              <Link href={`/threads?${new URLSearchParams({ outcome }).toString()}`}>
                {OUTCOMES[outcome]}
              </Link>
            </h3>
            <FigureBar figure={figure} />
          </li>
        ))}
      </ul>
      {features.length > 0 ? (
        <div className="table-box">
          <table>
            <caption>Work that the product began</caption>
            <thead>
              <tr>
                <th scope="col">Feature</th>
                <th scope="col">Started</th>
                <th scope="col">Completed</th>
                <th scope="col">Share</th>
              </tr>
            </thead>
            <tbody>
              {features.map(({ feature, started, completed }) => (
                <tr key={feature}>
                  <th scope="row">{plainWords(feature)}</th>
                  <td>{number(started)}</td>
                  <td>{number(completed)}</td>
                  <td>{percent(completed, started)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ) : undefined}
    </>
  )
}
