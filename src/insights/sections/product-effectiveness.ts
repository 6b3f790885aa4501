import { z } from 'zod'
import { outcomeSchema } from '../../domain/analysis/analysis.ts'
import type { Outcome } from '../../domain/analysis/analysis.ts'
import { figureSchema } from '../figures.ts'
import { percentOf, sentenceCase } from '../counting/labels.ts'
import type { SectionDefinition } from '../section.ts'
import { Tally } from '../counting/tally.ts'

const schema = z.strictObject({
  outcomes: z.array(z.strictObject({ outcome: outcomeSchema, figure: figureSchema })),
  /** Started work (rendering, mixing, …) by type: how much of it was completed. */
  features: z.array(
    z.strictObject({
      feature: z.string(),
      started: z.int(),
      /** Never more than were started. */
      completed: z.int(),
      /** Completed without a start in the thread (an upload by the user has none): in no share. */
      unstarted: z.int(),
    }),
  ),
})

const OUTCOME_TEXTS = {
  resolved: 'Resolved',
  partly: 'Partly resolved',
  unresolved: 'Unresolved',
  abandoned: 'Abandoned',
  unknown: 'Unknown',
} as const satisfies Record<Outcome, string>

interface Work {
  started: number
  completed: number
  unstarted: number
}

/** How threads ended, and how much of the work that was begun was completed. */
export const productEffectiveness: SectionDefinition<z.infer<typeof schema>> = {
  title: 'Product effectiveness',
  about: 'How threads ended, and how much of the work that was begun was completed.',
  empty: 'No thread was analyzed in this range.',
  schema,
  count() {
    const outcomes = new Map<Outcome, Tally>()
    const features = new Map<string, Work>()
    return {
      add({ summary, analysis }) {
        const tally = outcomes.get(analysis.outcome) ?? new Tally()
        tally.add(summary, [])
        outcomes.set(analysis.outcome, tally)
        for (const { feature, started, completed } of analysis.features) {
          const known = features.get(feature) ?? { started: 0, completed: 0, unstarted: 0 }
          known.started += started
          known.completed += Math.min(completed, started)
          known.unstarted += Math.max(completed - started, 0)
          features.set(feature, known)
        }
      },
      result: (analyzed) => ({
        outcomes: outcomeSchema.options.map((outcome) => ({
          outcome,
          figure: (outcomes.get(outcome) ?? new Tally()).figure(analyzed),
        })),
        features: [...features]
          .map(([feature, work]) => Object.assign({ feature }, work))
          .toSorted((a, b) => b.started - a.started || (a.feature < b.feature ? -1 : 1)),
      }),
    }
  },
  content({ outcomes, features }) {
    if (outcomes.every(({ figure }) => figure.of === 0)) return []
    const rows = outcomes.map(({ outcome, figure }) => ({
      label: OUTCOME_TEXTS[outcome],
      figure,
      threads: { outcome },
    }))
    const ended = { kind: 'figures', title: 'How threads ended', by: 'Outcome', rows } as const
    if (features.length === 0) return [ended]
    return [
      ended,
      {
        kind: 'table',
        title: 'Work that was begun',
        columns: ['Work', 'Started', 'Completed', 'Share', 'Without a start'],
        rows: features.map(({ feature, started, completed, unstarted }) => [
          sentenceCase(feature.replaceAll('_', ' ')),
          started,
          completed,
          started === 0 ? '–' : percentOf(completed, started),
          unstarted,
        ]),
      },
    ]
  },
}
