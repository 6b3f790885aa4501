import { z } from 'zod'
import { insightsBlock } from '../content.ts'
import type { Case } from '../counting/cases.ts'
import { caseInsight } from '../counting/case-texts.ts'
import type { Reading } from '../counting/reading.ts'
import { trendText } from '../counting/time/trend-text.ts'
import { trendOf } from '../counting/time/trend.ts'
import { insightSchema } from '../figures.ts'
import type { Insight } from '../figures.ts'
import type { SectionDefinition } from '../section.ts'

/** Themes that are small but tight and no topic themselves, what grows first. To be near is enough: not each member wants what the title says. */
export const topDiscussions: SectionDefinition<Insight[]> = {
  title: 'Small themes to watch',
  about:
    'Few threads that are near to each other, and that no topic tells by themselves. What is new stands first.',
  empty: 'No small theme stands out in this range.',
  schema: z.array(insightSchema),
  dropsUnproved: true,
  count: () => ({
    result(reading) {
      const { problems, names } = reading
      const themes = problems
        .topics()
        .filter(({ part: { topic } }) => names.get(topic, 'small') !== undefined)
      return themes
        .toSorted((a, b) => rankOf(b, reading) - rankOf(a, reading))
        .map((one) => insightOf(one, reading))
    },
  }),
  content: (themes) => insightsBlock(themes, 'bars'),
}

/** What is new stands before what grows, and that before the rest. */
function rankOf(one: Case, { days, periods }: Reading): number {
  const change = trendOf(one, days, periods)?.change
  if (change === 'new' || change === 'back') return 2
  return change === 'rising' ? 1 : 0
}

function insightOf(one: Case, reading: Reading): Insight {
  const { names, days, periods } = reading
  const label = names.get(one.part.topic)?.title ?? one.id
  const trend = trendOf(one, days, periods)
  const { claim: _claim, ...insight } = caseInsight(
    one,
    label,
    `“${label}” is near to what is asked`,
    reading,
  )
  return trend === undefined || periods === undefined || trend.change === 'steady'
    ? insight
    : { ...insight, claim: `${trendText(trend, periods)}.` }
}
