import type { Analysis, Finding } from '../../domain/analysis/analysis.ts'
import type { Figure, Insight } from '../../domain/report.ts'
import { sentenceCase, shareOf } from '../labels.ts'
import type { OpenSection } from '../section.ts'
import { LabelTallies, MOST_EVIDENCE } from '../tally.ts'

/** Items of one list at the most. */
const MOST_ITEMS = 20

/** A section that counts one kind of labelled finding. */
function labelled(
  name: string,
  findings: (analysis: Analysis) => readonly Finding[],
  statement: (label: string, counted: Figure) => string,
): OpenSection<Insight[]> {
  return () => {
    const tallies = new LabelTallies()
    return {
      add({ summary, analysis }) {
        for (const { label, evidence } of findings(analysis)) tallies.add(label, summary, evidence)
      },
      result: (analyzed) =>
        tallies
          .ranked()
          .slice(0, MOST_ITEMS)
          .map(([key, tally]) => {
            const counted = tally.figure(analyzed)
            const label = sentenceCase(tally.label)
            return {
              id: `${name}:${key}`,
              label,
              statement: statement(label, counted),
              figure: counted,
              evidence: tally.evidence.slice(0, MOST_EVIDENCE),
            }
          }),
    }
  }
}

/** What users needed and did not get. */
export const unmetNeeds = labelled(
  'need',
  (analysis) => analysis.unmetNeeds,
  (label, counted) => `“${label}” was needed and not there: ${shareOf(counted)}.`,
)

/** What users or the analyzer say should be better. */
export const improvementAreas = labelled(
  'improvement',
  (analysis) => analysis.improvements,
  (label, counted) => `${label}: ${shareOf(counted)}.`,
)
