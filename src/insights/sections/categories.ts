import { z } from 'zod'
import { insightsBlock } from '../content.ts'
import type { ThreadCondition } from '../content.ts'
import { insightSchema } from '../figures.ts'
import type { Insight } from '../figures.ts'
import { shareOf } from '../counting/labels.ts'
import type { SectionDefinition } from '../section.ts'
import { MOST_EVIDENCE, Tally } from '../counting/tally.ts'

const UNCLASSIFIED = 'unclassified'
const LEADING = 'leading-topic'

/** What users come for, by topic, most threads first; what fits no topic last. */
export const categories: SectionDefinition<Insight[]> = {
  title: 'Categories',
  about: 'What users come for, by topic. Topics are found by clustering their requests.',
  empty: 'No topics yet: they appear after the first analysis.',
  schema: z.array(insightSchema),
  count({ model }) {
    const titles = new Map(model?.topics.map(({ id, title }) => [id, title]))
    const tallies = new Map<string, Tally>()
    return {
      add({ summary, analysis }) {
        const topic = summary.analysis?.state === 'analyzed' ? summary.analysis.topic : undefined
        const id = topic !== undefined && titles.has(topic) ? topic : UNCLASSIFIED
        const tally = tallies.get(id) ?? new Tally()
        tally.add(summary, analysis.requests[0]?.evidence ?? [])
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
          .map(([id, tally]) => insightOf(id, titles.get(id) ?? 'Unclassified', tally, analyzed)),
    }
  },
  content: (topics) => insightsBlock(topics, 'bars'),
  leads(topics) {
    const first = leadingTopic(topics)
    if (first === undefined || first.figure.anecdotal) return []
    const statement = `The largest topic is “${first.label}”: ${shareOf(first.figure)}.`
    const claim = `The largest topic is “${first.label}”.`
    return [{ insight: { ...first, id: LEADING, label: 'What users come for', statement, claim } }]
  },
  doors(topics) {
    const doors = new Map<string, ThreadCondition>()
    for (const { id } of topics) if (!isUnclassified(id)) doors.set(id, { topic: id.slice(6) })
    const door = doors.get(leadingTopic(topics)?.id ?? '')
    return door === undefined ? doors : doors.set(LEADING, door)
  },
}

function insightOf(id: string, label: string, tally: Tally, analyzed: number): Insight {
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
}

function leadingTopic(topics: readonly Insight[]): Insight | undefined {
  return topics.find(({ id }) => !isUnclassified(id))
}

function isUnclassified(insightId: string): boolean {
  return insightId === `topic:${UNCLASSIFIED}`
}
