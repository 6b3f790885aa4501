import { z } from 'zod'
import { failureKindSchema } from '../../domain/analysis/failure-kind.ts'
import type { FailureKind } from '../../domain/analysis/failure-kind.ts'
import { insightsBlock } from '../content.ts'
import { FAILURE_TEXTS } from '../failure-texts.ts'
import { insightSchema } from '../figures.ts'
import type { Insight } from '../figures.ts'
import { shareOf } from '../counting/labels.ts'
import type { SectionDefinition } from '../section.ts'
import { MOST_EVIDENCE, Tally } from '../counting/tally.ts'

const failureInsightSchema = insightSchema.extend({
  kind: failureKindSchema,
  /** How many of the n a user complained of, and how many nobody did. */
  noticed: z.int().min(0),
  unnoticed: z.int().min(0),
})
type FailureInsight = z.infer<typeof failureInsightSchema>

const schema = z.strictObject({ failures: z.array(failureInsightSchema) })

/** How much a thread with one weighs beside others: a refusal costs more than a repeated question. */
const WEIGHTS: Partial<Record<FailureKind, number>> = {
  broke: 1.4,
  'not-delivered': 1.4,
  refused: 1.2,
  cannot: 1.2,
}

/** How the answers failed: seen by users, or by nobody. */
export const responseQuality: SectionDefinition<z.infer<typeof schema>> = {
  title: 'Response quality',
  about: 'Where the assistant failed, and whether anybody complained.',
  empty: 'No failure was found in this range.',
  schema,
  count() {
    const kinds = new Map<FailureKind, Failures>()
    return {
      add({ summary, analysis }) {
        const here = new Map<FailureKind, boolean>()
        for (const { kind, noticedBy, evidence } of analysis.failures) {
          const known = kinds.get(kind) ?? { tally: new Tally(), noticed: 0 }
          known.tally.add(summary, evidence)
          kinds.set(kind, known)
          here.set(kind, here.get(kind) === true || noticedBy === 'user')
        }
        for (const [kind, noticed] of here) {
          const known = kinds.get(kind)
          if (known !== undefined && noticed) known.noticed++
        }
      },
      result: (analyzed) => ({
        failures: [...kinds]
          .toSorted(([a, x], [b, y]) => y.tally.n - x.tally.n || (a < b ? -1 : 1))
          .map(([kind, failures]) => insightOf(kind, failures, analyzed)),
      }),
    }
  },
  content: ({ failures }) => insightsBlock(failures, 'bars'),
  doors: ({ failures }) => new Map(failures.map(({ id, kind }) => [id, { failure: kind }])),
  leads: ({ failures }) =>
    failures.map((failure) => ({
      insight: plain(failure),
      weight: failure.figure.n * (WEIGHTS[failure.kind] ?? 1),
    })),
}

interface Failures {
  readonly tally: Tally
  noticed: number
}

function insightOf(
  kind: FailureKind,
  { tally, noticed }: Failures,
  analyzed: number,
): FailureInsight {
  const counted = tally.figure(analyzed)
  const { label, sentence } = FAILURE_TEXTS[kind]
  const unnoticed = counted.n - noticed
  const silent = silence(unnoticed, counted.n)
  return {
    id: `failure:${kind}`,
    label,
    statement: `${sentence} in ${shareOf(counted)}${silent === '' ? '' : `; ${silent}`}.`,
    claim: `${sentence}${silent === '' ? '' : `; ${silent}`}.`,
    figure: counted,
    evidence: tally.evidence.slice(0, MOST_EVIDENCE),
    kind,
    noticed,
    unnoticed,
  }
}

/** The insight without what this section adds. */
function plain({
  kind: _kind,
  noticed: _noticed,
  unnoticed: _un,
  ...insight
}: FailureInsight): Insight {
  return insight
}

/** In how many of the threads nobody complained, as the end of a sentence; nothing where all did. */
function silence(unnoticed: number, n: number): string {
  if (unnoticed === 0) return ''
  if (unnoticed === n) return n === 1 ? 'nobody complained' : 'nobody ever complained'
  return `nobody complained in ${unnoticed.toLocaleString('en-US')} of them`
}
