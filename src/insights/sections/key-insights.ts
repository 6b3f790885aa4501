import { z } from 'zod'
import { insightsBlock } from '../content.ts'
import { insightSchema } from '../figures.ts'
import type { Insight } from '../figures.ts'
import type { SectionDefinition } from '../section.ts'

const MOST_INSIGHTS = 7

/**
 * What most deserves attention, at most 7: what the sections lead with, by weight, and what frames it. Counts
 * nothing itself, and says nothing of few cases.
 */
export const keyInsights: SectionDefinition<Insight[]> = {
  title: 'Key insights',
  about: 'How it stands, in a few figures.',
  empty: 'Nothing stands out yet: too few threads were analyzed.',
  schema: z.array(insightSchema),
  count: () => ({ result: () => [] }),
  compose(_own, leads) {
    const frame = leads.filter(({ weight }) => weight === undefined).map(({ insight }) => insight)
    const problems = leads
      .flatMap(({ insight, weight }) => (weight === undefined ? [] : [{ insight, weight }]))
      .filter(({ insight }) => insight.evidence.length > 0)
      .toSorted((a, b) => b.weight - a.weight || (a.insight.id < b.insight.id ? -1 : 1))
      .map(({ insight }) => insight)
    return [...frame, ...problems].slice(0, MOST_INSIGHTS)
  },
  content: (insights) => insightsBlock(insights, 'ranked'),
}
