import { z } from 'zod'
import { fulfilmentSchema, outcomeSchema } from '../../domain/analysis/analysis.ts'
import type { Fulfilment, Outcome } from '../../domain/analysis/analysis.ts'
import { endedBadly } from '../../domain/analysis/went-badly.ts'
import type { Block } from '../content.ts'
import { percentOf } from '../../domain/values/percent.ts'
import { sentenceCase, shareOf } from '../counting/labels.ts'
import { Tally } from '../counting/tally.ts'
import { doorTo } from '../door.ts'
import { countSchema, figureSchema, insightSchema } from '../figures.ts'
import type { Insight } from '../figures.ts'
import type { SectionDefinition } from '../section.ts'

const schema = z.strictObject({
  outcomes: z.array(z.strictObject({ outcome: outcomeSchema, figure: figureSchema })),
  /** Threads by what became of their requests; one with several counts under each. */
  fulfilment: z.array(z.strictObject({ fulfilment: fulfilmentSchema, figure: figureSchema })),
  /** Threads that ended without what was asked for, with those of which it is not known beside them. */
  badly: insightSchema.optional(),
  /** Started work (rendering, mixing, …) by type: how much of it was completed. */
  features: z.array(
    z.strictObject({
      feature: z.string(),
      started: z.int(),
      /** Never more than were started. */
      completed: z.int(),
      /** Completed without a start in the thread (an upload by the user has none): in no share. */
      unstarted: z.int(),
      /** Threads with any of it, and those in which less was completed than begun. */
      threads: countSchema,
      unfinished: countSchema,
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

const FULFILMENT_TEXTS = {
  answered: 'Answered',
  partly: 'Answered in part',
  declined: 'Declined',
  'handed-over': 'Handed over',
  broke: 'Broke on an error',
  'taken-back': 'Taken back or called wrong',
  'not-served': 'Not served',
  unknown: 'Unknown',
} as const satisfies Record<Fulfilment, string>

interface Work {
  started: number
  completed: number
  unstarted: number
  threads: number
  unfinished: number
}

/**
 * What became of what was asked, how threads ended, and how much of the work that was begun was completed. None of it
 * leads: no reader judged how threads ended.
 */
export const productEffectiveness: SectionDefinition<z.infer<typeof schema>> = {
  title: 'Product effectiveness',
  about:
    'What became of what was asked, and of the work that was begun. Resolved: answered, and no word speaks against it; whether an answer is right is not checked.',
  empty: 'No thread was analyzed in this range.',
  schema,
  count() {
    const outcomes = tallies(outcomeSchema.options)
    const fulfilments = tallies(fulfilmentSchema.options)
    const badly = new Tally()
    const features = new Map<string, Work>()
    return {
      add(item) {
        const { analysis } = item
        const { outcome, outcomeEvidence: evidence, requests } = analysis
        outcomes.get(outcome)?.add(item, { evidence: [] })
        for (const { fulfilment } of requests) {
          fulfilments.get(fulfilment)?.add(item, { evidence: [] })
        }
        if (endedBadly(outcome)) badly.add(item, { evidence })
        for (const work of analysis.features) countWork(features, work)
      },
      result: ({ analyzed }) => ({
        outcomes: [...outcomes].map(([outcome, tally]) => ({
          outcome,
          figure: tally.figure(analyzed, doorTo({ outcome })),
        })),
        fulfilment: [...fulfilments].map(([fulfilment, tally]) => ({
          fulfilment,
          figure: tally.figure(analyzed, doorTo({ fulfilment })),
        })),
        ...(badly.n === 0
          ? {}
          : { badly: badlyOf(badly, outcomes.get('unknown')?.n ?? 0, analyzed) }),
        features: [...features]
          .map(([feature, { started, completed, unstarted, threads, unfinished }]) => ({
            feature,
            started,
            completed,
            unstarted,
            threads: { n: threads, threads: doorTo({ feature }) },
            unfinished: { n: unfinished, threads: doorTo({ feature: `${feature}/unfinished` }) },
          }))
          .toSorted((a, b) => b.started - a.started || (a.feature < b.feature ? -1 : 1)),
      }),
    }
  },
  content({ outcomes, fulfilment, features }) {
    if (outcomes.every(({ figure }) => figure.of === 0)) return []
    const ended: Block = {
      kind: 'figures',
      title: 'How threads ended',
      by: 'Outcome',
      rows: outcomes.map(({ outcome, figure }) => ({ label: OUTCOME_TEXTS[outcome], figure })),
    }
    const served: Block = {
      kind: 'figures',
      title: 'What became of requests',
      by: 'Request',
      rows: fulfilment
        .filter(({ figure }) => figure.n > 0)
        .map((one) => ({ label: FULFILMENT_TEXTS[one.fulfilment], figure: one.figure })),
    }
    const work: Block = {
      kind: 'table',
      title: 'Work that was begun',
      columns: [
        'Work',
        'Threads',
        'Left unfinished',
        'Starts',
        'Of these completed',
        'Completed without a start',
      ],
      rows: features.map(({ feature, threads, unfinished, started, completed, unstarted }) => [
        sentenceCase(feature.replaceAll(/[_-]+/g, ' ')),
        threads,
        unfinished,
        started,
        started === 0 ? '–' : `${completed} (${percentOf(completed, started)})`,
        unstarted,
      ]),
    }
    return [
      ...(served.rows.length === 0 ? [] : [served]),
      ended,
      ...(features.length === 0 ? [] : [work]),
    ]
  },
}

function tallies<T extends string>(names: readonly T[]): Map<T, Tally> {
  return new Map(names.map((name) => [name, new Tally()]))
}

function countWork(
  features: Map<string, Work>,
  { feature, started, completed }: { feature: string; started: number; completed: number },
): void {
  const known = features.get(feature) ?? {
    started: 0,
    completed: 0,
    unstarted: 0,
    threads: 0,
    unfinished: 0,
  }
  known.started += started
  known.completed += Math.min(completed, started)
  known.unstarted += Math.max(completed - started, 0)
  known.threads++
  if (completed < started) known.unfinished++
  features.set(feature, known)
}

/** Those that ended badly, and beside them those of which it is not known. */
function badlyOf(badly: Tally, unknown: number, analyzed: number): Insight {
  const figure = badly.figure(analyzed, doorTo({ outcome: 'badly' }))
  return {
    id: 'ended-badly',
    label: 'Ended without what was asked for',
    statement: `Users ended without what they asked for in ${shareOf(figure)}.`,
    figure,
    ...(unknown === 0
      ? {}
      : {
          also: [
            {
              text: 'the end is not known of',
              n: unknown,
              threads: doorTo({ outcome: 'unknown' }),
            },
          ],
        }),
    ...badly.proof,
  }
}
