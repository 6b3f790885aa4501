import { z } from 'zod'
import { failureKindSchema } from '../../domain/analysis/failure-kind.ts'
import { insightsBlock } from '../content.ts'
import type { Case } from '../counting/cases.ts'
import { byWeight, caseInsight, isMany, weightOf } from '../counting/case-texts.ts'
import { shareOf } from '../counting/labels.ts'
import type { Reading } from '../counting/reading.ts'
import { FAILURE_TEXTS } from '../failure-texts.ts'
import { insightSchema } from '../figures.ts'
import type { Insight } from '../figures.ts'
import type { SectionDefinition } from '../section.ts'

const failureInsightSchema = insightSchema.extend({
  kind: failureKindSchema,
  /** How many of the n a user complained of, and how many nobody did. */
  noticed: z.int().min(0),
  unnoticed: z.int().min(0),
  /** Lower bound of true cases × users × how silent: what the order is by. */
  weight: z.number(),
})
type FailureInsight = z.infer<typeof failureInsightSchema>

const schema = z.strictObject({
  /** Threads with a failure of whatever kind; absent where there is none. */
  all: insightSchema.optional(),
  failures: z.array(failureInsightSchema),
})

/** Kinds that stand among the key insights. */
const LEADING = 2

/** How the answers failed: seen by users, or by nobody. */
export const responseQuality: SectionDefinition<z.infer<typeof schema>> = {
  title: 'Response quality',
  about:
    'Where the assistant failed, and whether anybody complained. What weighs most stands first.',
  empty: 'No failure was found in this range.',
  tellsOverlooked: 'about',
  schema,
  count: () => ({
    result(reading) {
      const { problems } = reading
      const all = problems.get({ failure: 'any' })
      return {
        ...(all === undefined || all.n === 0 ? {} : { all: overall(all, reading) }),
        failures: byWeight(problems.kinds(), reading).flatMap((one) => insightOf(one, reading)),
      }
    },
  }),
  content: ({ failures }) => insightsBlock(failures, 'bars'),
  leads: ({ all, failures }) => [
    ...(all === undefined ? [] : [{ insight: all }]),
    ...failures
      .filter(isMany)
      .slice(0, LEADING)
      .map(({ weight, ...failure }) => ({ insight: leading(failure), weight })),
  ],
}

function overall(all: Case, reading: Reading): Insight {
  const insight = caseInsight(all, 'Threads with a failure', 'The assistant failed', reading)
  const least = {
    claim: 'The assistant failed at least so often.',
    statement: `The assistant failed in at least ${shareOf(insight.figure)}.`,
  }
  // The kinds below have the words.
  return { ...insight, ...(reading.measured ? least : {}), evidence: [], items: [] }
}

function insightOf(one: Case, reading: Reading): FailureInsight[] {
  const { failure } = one.part
  if (failure === undefined || failure === 'any') return []
  const { label, sentence } = FAILURE_TEXTS[failure]
  return [
    {
      ...caseInsight(one, label, sentence, reading),
      kind: failure,
      noticed: one.n - one.silent,
      unnoticed: one.silent,
      weight: weightOf(one, reading),
    },
  ]
}

/** A kind as a key insight: in other words than below, without what this section adds. */
function leading({
  kind,
  noticed: _noticed,
  unnoticed: _unnoticed,
  ...insight
}: Omit<FailureInsight, 'weight'>): Insight {
  const { label } = FAILURE_TEXTS[kind]
  const { n, of } = insight.figure
  return {
    ...insight,
    statement: `${label}: ${n.toLocaleString('en-US')} of ${of.toLocaleString('en-US')} threads.`,
    claim: 'Weighs most by true cases, users and silence.',
  }
}
