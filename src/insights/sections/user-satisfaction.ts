import type { Figure, Insight, Report } from '../../domain/report.ts'
import { rounded, shareOf } from '../labels.ts'
import type { OpenSection } from '../section.ts'
import { MOST_EVIDENCE, Tally } from '../tally.ts'

/** How content users were, where they showed it, and what they said outright. */
export const userSatisfaction: OpenSection<Report['sections']['userSatisfaction']> = () => {
  const said = { thanks: new Tally(), complaint: new Tally() }
  let sum = 0
  let scored = 0
  return {
    add({ summary, analysis }) {
      if (analysis.satisfaction !== undefined) {
        sum += analysis.satisfaction.score
        scored++
      }
      for (const { kind, evidence } of analysis.signals) said[kind].add(summary, evidence)
    },
    result: (analyzed) => ({
      score: { ...(scored === 0 ? {} : { mean: rounded(sum / scored) }), n: scored, of: analyzed },
      thanks: insight('thanks', 'Thanks', said.thanks, analyzed, (counted) =>
        counted.n === 0 ? 'Nobody said thanks.' : `Users said thanks in ${shareOf(counted)}.`,
      ),
      complaints: insight('complaints', 'Complaints', said.complaint, analyzed, (counted) =>
        counted.n === 0 ? 'Nobody complained.' : `Users complained in ${shareOf(counted)}.`,
      ),
    }),
  }
}

function insight(
  id: string,
  label: string,
  tally: Tally,
  analyzed: number,
  statement: (counted: Figure) => string,
): Insight {
  const counted = tally.figure(analyzed)
  const evidence = tally.evidence.slice(0, MOST_EVIDENCE)
  return { id: `said:${id}`, label, statement: statement(counted), figure: counted, evidence }
}
