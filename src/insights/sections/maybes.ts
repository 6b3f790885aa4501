import { z } from 'zod'
import { evidenceSchema } from '../../domain/analysis/evidence.ts'
import type { Analysis, Certainty } from '../../domain/analysis/analysis.ts'
import { proofsOf } from '../content.ts'
import { unheldText } from '../counting/held.ts'
import { Tally } from '../counting/tally.ts'
import { FAILURE_TEXTS } from '../failure-texts.ts'
import type { SectionDefinition } from '../section.ts'
import type { Proof } from '../counting/tally.ts'

const maybeSchema = z.strictObject({
  id: z.string(),
  label: z.string(),
  /** Why it is not counted. */
  why: z.string(),
  /** Words of at most 5 threads. */
  evidence: z.array(evidenceSchema),
})
type Maybe = z.infer<typeof maybeSchema>

/** What the analyzer sees and is not held often enough to be counted: words to judge by oneself. */
export const maybes: SectionDefinition<Maybe[]> = {
  title: 'Maybe',
  about: 'Seen, and not sure enough to be counted anywhere: read the words and judge.',
  empty: 'Nothing here: all that was found is counted.',
  schema: z.array(maybeSchema),
  dropsUnproved: true,
  count() {
    const found = new Map<string, Tally>()
    return {
      add(item, whole) {
        for (const [kind, proof] of maybesIn(whole)) {
          const tally = found.get(kind) ?? new Tally()
          tally.add(item, proof)
          found.set(kind, tally)
        }
      },
      result: () =>
        [...found]
          .toSorted(([a], [b]) => (a < b ? -1 : 1))
          .map(([kind, tally]) => ({
            id: `maybe:${kind}`,
            label: LABELS[kind] ?? kind,
            why: unheldText(kind),
            evidence: [...tally.evidence],
          })),
    }
  },
  content: (all) =>
    all.length === 0
      ? []
      : [
          {
            kind: 'maybes',
            items: all.map(({ evidence, ...maybe }) =>
              Object.assign(maybe, { proofs: proofsOf(evidence) }),
            ),
          },
        ],
}

const LABELS: Readonly<Record<string, string>> = {
  ...Object.fromEntries(Object.entries(FAILURE_TEXTS).map(([kind, { label }]) => [kind, label])),
  need: 'Unmet needs',
  improvement: 'Could be better',
  strength: 'Strengths',
  thanks: 'Thanks',
  complaint: 'Complaints',
}

/** What is a maybe in a thread, by kind. */
function maybesIn(analysis: Analysis): [kind: string, proof: Proof][] {
  const { failures, signals, unmetNeeds, improvements, strengths } = analysis
  return [
    ...failures.filter(isMaybe).map((one): [string, Proof] => [one.kind, one]),
    ...signals.filter(isMaybe).map((one): [string, Proof] => [one.kind, one]),
    ...unmetNeeds.filter(isMaybe).map((one): [string, Proof] => ['need', one]),
    ...improvements.filter(isMaybe).map((one): [string, Proof] => ['improvement', one]),
    ...strengths.filter(isMaybe).map((one): [string, Proof] => ['strength', one]),
  ]
}

function isMaybe({ certainty }: { readonly certainty: Certainty }): boolean {
  return certainty === 'maybe'
}
