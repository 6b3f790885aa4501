import { z } from 'zod'
import { insightsBlock } from '../content.ts'
import { insightSchema } from '../figures.ts'
import type { Insight } from '../figures.ts'
import { percentOf, threadsOf } from '../counting/labels.ts'
import type { SectionDefinition } from '../section.ts'
import { MOST_EVIDENCE, Tally } from '../counting/tally.ts'

const MOST_INSIGHTS = 7

/**
 * What most deserves attention, at most 7: what the sections lead with, by threads and weight, then how
 * threads end, what users mostly come for and how content they were. Counts nothing but the ends itself.
 */
export const keyInsights: SectionDefinition<Insight[]> = {
  title: 'Key insights',
  about: 'What most deserves attention, by how many it touches.',
  empty: 'Nothing stands out yet: too few threads were analyzed.',
  schema: z.array(insightSchema),
  count() {
    const badly = new Tally()
    let known = 0
    return {
      add({ summary, analysis: { outcome, outcomeEvidence } }) {
        if (outcome !== 'unknown') known++
        if (outcome !== 'unresolved' && outcome !== 'abandoned') return
        badly.add(summary, outcomeEvidence)
      },
      result: () => (badly.n === 0 ? [] : [unfinished(badly, known)]),
    }
  },
  compose(own, leads) {
    const problems = leads
      .flatMap(({ insight, weight }) => (weight === undefined ? [] : [{ insight, weight }]))
      .filter(({ insight }) => !insight.figure.anecdotal && insight.evidence.length > 0)
      .toSorted((a, b) => b.weight - a.weight || (a.insight.id < b.insight.id ? -1 : 1))
      .map(({ insight }) => insight)
    const frame = leads.filter(({ weight }) => weight === undefined).map(({ insight }) => insight)
    const last = [...own, ...frame]
    return [...problems.slice(0, MOST_INSIGHTS - last.length), ...last]
  },
  content: (insights) => insightsBlock(insights, 'ranked'),
}

/** How many of the threads whose end is known ended badly. */
function unfinished(badly: Tally, known: number): Insight {
  const share = `${badly.n.toLocaleString('en-US')} (${percentOf(badly.n, known)})`
  return {
    id: 'unfinished',
    label: 'How threads end',
    statement: `Of ${threadsOf(known)} whose end is known, ${share} ended unresolved or abandoned.`,
    claim: 'Of the threads whose end is known, these ended unresolved or abandoned.',
    figure: badly.figure(known),
    evidence: badly.evidence.slice(0, MOST_EVIDENCE),
  }
}
