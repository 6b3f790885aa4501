import type { Analysis, Certainty } from '../../src/domain/analysis/analysis.ts'
import type { AnalyzedThread } from './analyzed.ts'

/** A finding as it is stored, with where in the thread its proof lies. */
export interface Told {
  /** A failure's or a signal's kind, or `need`. */
  readonly kind: string
  readonly certainty: Certainty
  /** Indexes of the messages that its quotes and items lie in. */
  readonly quoted: readonly number[]
}

export function toldIn({ thread, analysis }: Pick<AnalyzedThread, 'thread' | 'analysis'>): Told[] {
  const indexes = new Map(thread.messages.map(({ id }, i) => [id, i]))
  return findingsOf(analysis).map(({ kind, certainty, evidence, items = [] }) => ({
    kind,
    certainty,
    quoted: [...evidence, ...items].flatMap(({ messageId }) => indexes.get(messageId) ?? []),
  }))
}

type Finding = Pick<Analysis['unmetNeeds'][number], 'certainty' | 'evidence' | 'items'> & {
  readonly kind: string
  /** What was needed. */
  readonly label?: string
}

/** All that an analysis finds, and the needs among it. */
export function findingsOf(analysis: Analysis): Finding[] {
  return [
    ...analysis.failures,
    ...analysis.signals,
    ...analysis.unmetNeeds.map((need) => ({ ...need, kind: 'need' })),
  ]
}
