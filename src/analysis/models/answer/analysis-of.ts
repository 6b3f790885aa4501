import type { Analysis, Finding, Fulfilment } from '../../../domain/analysis/analysis.ts'
import type { Thread } from '../../../domain/thread/thread.ts'
import { checkEvidence } from '../../evidence/check-evidence.ts'
import { outcomeOf } from '../../findings/outcome.ts'
import { summaryOf } from '../../findings/summary.ts'
import { featuresOf, findWorks } from '../../findings/works.ts'
import type { ShownThread } from '../transcript/shown-thread.ts'
import type { AnswerForm } from './answer-form.ts'
import { findingsOf } from './findings.ts'
import type { FoundRequest } from './findings.ts'
import { joinWindows } from './join-windows.ts'
import { QuoteDesk } from './quote-desk.ts'

/** What a request came to that leaves a need. */
const UNMET: ReadonlySet<Fulfilment> = new Set<Fulfilment>([
  'declined',
  'broke',
  'taken-back',
  'not-served',
])

/**
 * The analysis of a thread from the forms of its windows. The model labels and quotes; the outcome, the unmet needs
 * and the summary follow from what its quotes prove, as in every analyzer.
 */
export function analysisOf(
  thread: Thread,
  shown: ShownThread,
  forms: readonly AnswerForm[],
  analyzerKey: string,
): Analysis {
  const desk = new QuoteDesk(thread, shown)
  const found = joinWindows(forms.map((form) => findingsOf(form, desk)))
  const { language } = found
  const requests = found.requests.map(({ finding }) => finding)
  const failures = found.failures.map(({ finding }) => finding)
  const { outcome, evidence } = outcomeOf(
    requests.map((one) => ({ ...one, evidence: tellingOf(one) })),
  )
  const checked = checkEvidence(
    {
      schemaVersion: 2,
      threadId: thread.id,
      analyzerKey,
      contentHash: thread.contentHash,
      summary: summaryOf(requests[0]?.label, outcome, failures),
      ...(language === undefined ? {} : { language }),
      requests: requests.map(({ gaveUp: _gaveUp, ...request }) => request),
      outcome,
      outcomeEvidence: [...evidence],
      failures,
      unmetNeeds: requests.filter(({ fulfilment }) => UNMET.has(fulfilment)).map(needOf),
      improvements: [],
      strengths: [],
      signals: found.signals.map(({ finding }) => finding),
      features: featuresOf(findWorks(thread)),
      quotes: { checked: 0, dropped: 0 },
      itemsDropped: 0,
    },
    thread,
  )
  return {
    ...checked,
    // As the model proposed them: what its findings share was counted by the check for each of them.
    quotes: { checked: desk.checked, dropped: desk.dropped + checked.quotes.dropped },
    itemsDropped: found.dropped + checked.itemsDropped,
  }
}

function tellingOf({ evidence }: FoundRequest): FoundRequest['evidence'] {
  return evidence.filter(({ role }) => role !== 'request')
}

function needOf({ label, evidence, items }: FoundRequest): Finding {
  return { label, certainty: 'shown', evidence, ...(items === undefined ? {} : { items }) }
}
