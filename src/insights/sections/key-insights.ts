import { z } from 'zod'
import { given } from '../../domain/values/given.ts'
import { insightsBlock } from '../content.ts'
import { insightSchema } from '../figures.ts'
import type { Insight } from '../figures.ts'
import type { SectionDefinition } from '../section.ts'

const MOST_INSIGHTS = 7

/**
 * What most deserves attention, at most 7: what the sections lead with, by weight, and what frames it; not what
 * stands at the head of the report already. Counts nothing itself, and says nothing of few cases.
 */
export const keyInsights: SectionDefinition<Insight[]> = {
  title: 'Key insights',
  about: 'How it stands, in a few figures.',
  empty: 'Nothing stands out yet: too few threads were analyzed.',
  tellsOverlooked: 'below',
  schema: z.array(insightSchema),
  count: () => ({ result: () => [] }),
  compose(_own, all) {
    const told = new Set(all.flatMap((lead) => (lead.told === true ? [lead.insight.id] : [])))
    const leads = all.filter(({ insight }) => !told.has(insight.id))
    const frame = leads.filter(({ weight }) => weight === undefined).map(({ insight }) => insight)
    const problems = leads
      .flatMap(({ insight, weight }) => (weight === undefined ? [] : [{ insight, weight }]))
      .filter(({ insight }) => proofsOf(insight).length > 0)
      .toSorted((a, b) => b.weight - a.weight || (a.insight.id < b.insight.id ? -1 : 1))
      .map(({ insight }) => insight)
    return withOwnProof([...frame, ...problems].slice(0, MOST_INSIGHTS))
  },
  content: (insights) => insightsBlock(insights, 'ranked'),
}

/** One thread proves one insight: where others are left, those that proved one before are left out. */
function withOwnProof(insights: readonly Insight[]): Insight[] {
  const used = new Set<string>()
  return insights.map((insight) => {
    const threads = new Set(proofsOf(insight).map(({ threadId }) => threadId))
    const own = threads.difference(used)
    const kept = own.size > 0 ? own : threads
    for (const threadId of kept) used.add(threadId)
    const isKept = ({ threadId }: { threadId: string }): boolean => kept.has(threadId)
    return {
      ...insight,
      evidence: insight.evidence.filter(isKept),
      ...given({ items: insight.items?.filter(isKept) }),
    }
  })
}

function proofsOf({ evidence, items = [] }: Insight): readonly { threadId: string }[] {
  return [...evidence, ...items]
}
