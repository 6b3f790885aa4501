import type { Analysis, Finding } from '../../domain/analysis/analysis.ts'
import type { Figure, Insight } from '../figures.ts'
import { sentenceCase } from './labels.ts'
import type { SectionCounter } from '../section.ts'
import { LabelTallies, MOST_EVIDENCE } from './tally.ts'

/** Items of one list at the most. */
const MOST_ITEMS = 20

/** Counts one kind of labelled finding, most threads first. @param name begins the ids of its insights */
export function countLabelled(
  name: string,
  findings: (analysis: Analysis) => readonly Finding[],
  statement: (label: string, counted: Figure) => string,
): SectionCounter<Insight[]> {
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
