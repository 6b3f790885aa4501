import { z } from 'zod'
import { insightsBlock } from '../content.ts'
import { insightSchema } from '../figures.ts'
import type { Insight } from '../figures.ts'
import { countLabelled } from '../counting/labelled.ts'
import { shareOf } from '../counting/labels.ts'
import type { SectionDefinition } from '../section.ts'

/** What a need weighs beside a failure that touches as many threads. */
const WEIGHT = 1.3

/** What users needed and did not get. */
export const unmetNeeds: SectionDefinition<Insight[]> = {
  title: 'Unmet needs',
  about: 'What users needed and did not get.',
  empty: 'No unmet need was found in this range.',
  schema: z.array(insightSchema),
  dropsUnproved: true,
  count: () =>
    countLabelled(
      'need',
      ({ unmetNeeds: needs }) => needs,
      (label, counted) => `“${label}” was needed and not there: ${shareOf(counted)}.`,
    ),
  content: (needs) => insightsBlock(needs, 'bars'),
  leads: (needs) => needs.map((insight) => ({ insight, weight: insight.figure.n * WEIGHT })),
}
