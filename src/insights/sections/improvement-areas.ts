import { z } from 'zod'
import { insightsBlock } from '../content.ts'
import { insightSchema } from '../figures.ts'
import type { Insight } from '../figures.ts'
import { countLabelled } from '../counting/labelled.ts'
import { shareOf } from '../counting/labels.ts'
import type { SectionDefinition } from '../section.ts'

/** What users or the analyzer say should be better. */
export const improvementAreas: SectionDefinition<Insight[]> = {
  title: 'Improvement areas',
  about: 'What should be better, as users put it.',
  empty: 'Nobody asked for anything to be better in this range.',
  schema: z.array(insightSchema),
  dropsUnproved: true,
  count: () =>
    countLabelled(
      'improvement',
      ({ improvements }) => improvements,
      (label, counted) => `${label}: ${shareOf(counted)}.`,
    ),
  content: (areas) => insightsBlock(areas, 'plain'),
}
