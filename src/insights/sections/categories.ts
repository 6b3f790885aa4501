import type { Insight } from '../../domain/report.ts'
import { shareOf } from '../labels.ts'
import type { OpenSection } from '../section.ts'
import { MOST_EVIDENCE, Tally } from '../tally.ts'

const UNCLASSIFIED = 'unclassified'

/** What users come for, by topic; what fits no topic last. */
export const categories: OpenSection<Insight[]> = ({ model }) => {
  const titles = new Map(model?.topics.map(({ id, title }) => [id, title]))
  const tallies = new Map<string, Tally>()
  return {
    add({ summary, analysis }) {
      const topic = summary.analysis?.state === 'analyzed' ? summary.analysis.topic : undefined
      const id = topic !== undefined && titles.has(topic) ? topic : UNCLASSIFIED
      const tally = tallies.get(id) ?? new Tally()
      tally.add(summary, analysis.request?.evidence ?? [])
      tallies.set(id, tally)
    },
    result: (analyzed) =>
      [...tallies]
        .toSorted(
          ([a, x], [b, y]) =>
            Number(a === UNCLASSIFIED) - Number(b === UNCLASSIFIED) ||
            y.n - x.n ||
            (a < b ? -1 : 1),
        )
        .map(([id, tally]) => {
          const label = titles.get(id) ?? 'Unclassified'
          const counted = tally.figure(analyzed)
          return {
            id: `topic:${id}`,
            label,
            statement:
              id === UNCLASSIFIED
                ? `What is asked for fits no topic in ${shareOf(counted)}.`
                : `“${label}” is what users come for in ${shareOf(counted)}.`,
            figure: counted,
            evidence: tally.evidence.slice(0, MOST_EVIDENCE),
          }
        }),
  }
}
