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
    return withOwnWords([...frame, ...problems].slice(0, MOST_INSIGHTS))
  },
  content: (insights) => insightsBlock(insights, 'ranked'),
}

/** One thread's words prove one insight: where others are left, those that were quoted before are left out. */
function withOwnWords(insights: readonly Insight[]): Insight[] {
  const quoted = new Set<string>()
  return insights.map((insight) => {
    const own = insight.evidence.filter(({ threadId }) => !quoted.has(threadId))
    const evidence = own.length > 0 ? own : insight.evidence
    const threads = new Set(evidence.map(({ threadId }) => threadId))
    for (const threadId of threads) quoted.add(threadId)
    const items = insight.items?.filter(({ threadId }) => threads.has(threadId))
    return Object.assign({}, insight, { evidence }, items === undefined ? {} : { items })
  })
}
