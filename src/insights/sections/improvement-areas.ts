import { z } from 'zod'
import { UNCLASSIFIED } from '../../domain/kinds/topic-assignment.ts'
import { failureKindSchema } from '../../domain/analysis/failure-kind.ts'
import type { Cell } from '../content.ts'
import type { Case } from '../counting/cases.ts'
import { weightOf } from '../counting/case-texts.ts'
import { lowerBound } from '../../analysis/local/certainty.ts'
import { percentOf } from '../../domain/values/percent.ts'
import type { Reading } from '../counting/reading.ts'
import { FAILURE_TEXTS } from '../failure-texts.ts'
import { doorTo } from '../door.ts'
import { countSchema, figureSchema, insightSchema } from '../figures.ts'
import type { SectionDefinition } from '../section.ts'

const rowSchema = z.strictObject({
  topic: z.string(),
  title: z.string(),
  /** Threads of the topic, and those of them with a failure. */
  threads: figureSchema,
  failing: figureSchema,
  /** By kind, in the order of the kinds of the table. */
  kinds: z.array(countSchema),
})

const schema = z.strictObject({
  kinds: z.array(failureKindSchema),
  /** Most failing threads first. */
  topics: z.array(rowSchema),
  /** The topic that fails most surely more often than all do; absent where none does. */
  worst: insightSchema.optional(),
})
type Areas = z.infer<typeof schema>

/** Columns of the table: the kinds that most threads have. */
const MOST_KINDS = 6
/** Failing threads from which on a topic may be the worst. */
const LEAST_CASES = 5

/** Where it should get better: which topics fail, and how. */
export const improvementAreas: SectionDefinition<Areas> = {
  title: 'Improvement areas',
  about: 'Which topics fail, and how. Every number opens its threads.',
  empty: 'No failure was found in this range.',
  schema,
  count: () => ({ result: areasOf }),
  content({ kinds, topics }) {
    if (topics.length === 0) return []
    return [
      {
        kind: 'table',
        title: 'Failures by topic',
        columns: [
          'Topic',
          'Threads',
          'With a failure',
          'Share',
          ...kinds.map((kind) => FAILURE_TEXTS[kind].label),
        ],
        rows: topics.map(({ title, threads, failing, kinds: counts }): Cell[] => [
          title,
          { n: threads.n, threads: threads.threads },
          { n: failing.n, threads: failing.threads },
          percentOf(failing.n, failing.of),
          ...counts.map((one) => Object.assign({ heat: one.n / threads.n }, one)),
        ]),
      },
    ]
  },
  leads: ({ worst }) =>
    worst === undefined ? [] : [{ insight: worst, weight: worst.figure.n * worst.figure.users }],
}

function areasOf(reading: Reading): Areas {
  const { problems, names, analyzed } = reading
  const kinds = problems
    .kinds()
    .flatMap(({ part: { failure } }) => (failure === 'any' || failure === undefined ? [] : failure))
    .slice(0, MOST_KINDS)
  const rows = problems.topics().flatMap((all) => {
    const { topic = '' } = all.part
    const isTopic = topic === UNCLASSIFIED || names.get(topic, 'topic') !== undefined
    const failing = problems.get({ failure: 'any', topic })
    if (!isTopic || failing === undefined || failing.n === 0) return []
    return [{ topic, all, failing }]
  })
  return {
    kinds,
    topics: rows
      .toSorted((a, b) => b.failing.n - a.failing.n || (a.topic < b.topic ? -1 : 1))
      .map(({ topic, all, failing }) => ({
        topic,
        title: names.title(topic) ?? topic,
        threads: all.figure(analyzed, all.door),
        failing: failing.figure(all.n, failing.door),
        kinds: kinds.map((failure) => ({
          n: problems.get({ failure, topic })?.n ?? 0,
          threads: doorTo({ failure, topic }),
        })),
      })),
    ...worstOf(rows, reading),
  }
}

/** The topic whose share of failures is above that of all threads even at its lower bound. */
function worstOf(
  rows: readonly { topic: string; all: Case; failing: Case }[],
  reading: Reading,
): Pick<Areas, 'worst'> {
  const { problems, names, analyzed } = reading
  const overall = (problems.get({ failure: 'any' })?.n ?? 0) / Math.max(analyzed, 1)
  const [worst] = rows
    .filter(
      ({ topic, all, failing }) =>
        topic !== UNCLASSIFIED &&
        failing.n >= LEAST_CASES &&
        lowerBound(all.n, failing.n) > overall,
    )
    .toSorted(
      (a, b) =>
        weightOf(b.failing, reading) - weightOf(a.failing, reading) || (a.topic < b.topic ? -1 : 1),
    )
  if (worst === undefined) return {}
  const { topic, all, failing } = worst
  const title = names.title(topic) ?? topic
  const figure = failing.figure(all.n, failing.door)
  const share = percentOf(failing.n, all.n)
  const rest = `against ${percentOf(Math.round(overall * analyzed), analyzed)} of all threads`
  return {
    worst: {
      id: `failure:any@${topic}`,
      label: `Fails most often: ${title}`,
      statement: `Of the threads about “${title}”, ${share} (${failing.n} of ${all.n}) have a failure, ${rest}.`,
      claim: `Of the threads of this topic, ${rest}.`,
      figure,
      also: failing.also(),
      ...failing.proof,
    },
  }
}
