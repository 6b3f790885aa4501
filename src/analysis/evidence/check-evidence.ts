import type { Analysis, Finding } from '../../domain/analysis/analysis.ts'
import { byWhenSaid, isQuoteOf } from '../../domain/analysis/evidence.ts'
import type { Evidence } from '../../domain/analysis/evidence.ts'
import type { Thread } from '../../domain/thread/thread.ts'

/**
 * Holds every quote of an analysis against its thread: what is not there word for word is dropped and
 * counted, and so is a finding that is left without any proof. The quotes of each stand as they were said.
 */
export function checkEvidence(draft: Analysis, thread: Thread): Analysis {
  // Of messages with one id the first counts, as for a reader of the evidence.
  const messages = new Map(thread.messages.toReversed().map((message) => [message.id, message]))
  const asSaid = byWhenSaid(thread)
  let checked = 0
  let dropped = 0
  let itemsDropped = 0
  const valid = (evidence: readonly Evidence[]): Evidence[] => {
    const kept = evidence.filter(
      (item) => item.threadId === thread.id && isQuoteOf(item, messages.get(item.messageId)),
    )
    checked += evidence.length
    dropped += evidence.length - kept.length
    return kept.toSorted(asSaid)
  }
  const proven = <T extends Pick<Finding, 'evidence' | 'items'>>(items: readonly T[]): T[] =>
    items.flatMap((item) => {
      const evidence = valid(item.evidence)
      if (evidence.length > 0 || (item.items?.length ?? 0) > 0) return [{ ...item, evidence }]
      itemsDropped++
      return []
    })
  const { satisfaction, ...rest } = draft
  return {
    ...rest,
    requests: proven(draft.requests),
    outcomeEvidence: valid(draft.outcomeEvidence),
    ...(satisfaction === undefined
      ? {}
      : { satisfaction: { ...satisfaction, evidence: valid(satisfaction.evidence) } }),
    failures: proven(draft.failures),
    unmetNeeds: proven(draft.unmetNeeds),
    improvements: proven(draft.improvements),
    strengths: proven(draft.strengths),
    signals: proven(draft.signals),
    quotes: { checked, dropped },
    itemsDropped,
  }
}
