import { outcomeSchema } from '../../domain/analysis/analysis.ts'
import type { Outcome } from '../../domain/analysis/analysis.ts'
import type { Report } from '../../domain/report.ts'
import type { OpenSection } from '../section.ts'
import { Tally } from '../tally.ts'

interface Work {
  started: number
  completed: number
  unstarted: number
}

/** How threads ended, and how much of the work that was begun was completed. */
export const productEffectiveness: OpenSection<Report['sections']['productEffectiveness']> = () => {
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
}
