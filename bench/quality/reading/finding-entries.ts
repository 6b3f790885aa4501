import { FAILURE_KINDS } from '../../../src/domain/analysis/failure-kind.ts'
import { FAILURE_TEXTS } from '../../../src/insights/failure-texts.ts'
import type { AnalyzedThread } from '../analyzed.ts'
import { findingsOf, toldIn } from '../told.ts'
import type { Entry } from './entry.ts'

/** What a signal says, as a reader is asked. */
const SIGNALS: Readonly<Record<string, string>> = {
  complaint: 'The user is displeased with an answer, the assistant or the product, and says so.',
  thanks: 'The user thanks, praises, or says that it is solved.',
}

/** What a finding of a kind says: of a failure, what the report prints of it. */
export function claimOf(kind: string): string {
  const failure = FAILURE_KINDS.find((known) => known === kind)
  if (failure === undefined) return SIGNALS[kind] ?? kind
  const { label, sentence } = FAILURE_TEXTS[failure]
  return `${label}. ${sentence}.`
}

const OUTCOMES = {
  resolved: 'By the end the user has got what was wanted.',
  partly: 'By the end the user has got a part of what was wanted, or got it only after trouble.',
  unresolved: 'By the end the user has not got what was wanted.',
  abandoned: 'The user left without what was wanted.',
} as const

/** The findings of a thread, the first of each kind and certainty. */
export function findingEntries(thread: AnalyzedThread): Entry[] {
  const quoted = toldIn(thread)
  const seen = new Set<string>()
  return findingsOf(thread.analysis).flatMap(
    ({ kind, certainty, evidence, items = [], label }, i) => {
      const isNew = !seen.has(`${kind} ${certainty}`)
      seen.add(`${kind} ${certainty}`)
      const claim =
        label === undefined
          ? claimOf(kind)
          : `The user wanted this and did not get it in this thread: “${label}”`
      return isNew
        ? [
            {
              kind,
              certainty,
              claim,
              evidence,
              items: items.map(({ type }) => type),
              threads: [thread],
              place: `${thread.thread.id} ${quoted[i]?.quoted.join(',') ?? ''}`,
            },
          ]
        : []
    },
  )
}

/** How a thread ended, where that is told. */
export function outcomeEntries(thread: AnalyzedThread): Entry[] {
  const { outcome, outcomeEvidence } = thread.analysis
  if (outcome === 'unknown') return []
  return [
    {
      kind: `outcome-${outcome}`,
      certainty: 'shown',
      claim: OUTCOMES[outcome],
      evidence: outcomeEvidence,
      items: [],
      threads: [thread],
      place: thread.thread.id,
    },
  ]
}

/** What a thread's user came for, as far as it is told. */
export function requestEntries(thread: AnalyzedThread): Entry[] {
  return thread.analysis.requests.slice(0, 1).map(({ label, evidence, items = [] }) => ({
    kind: 'request',
    certainty: 'shown',
    claim: `These words say what the user wants in this thread, or one of the things: “${label}”`,
    evidence,
    items: items.map(({ type }) => type),
    threads: [thread],
    place: thread.thread.id,
  }))
}
