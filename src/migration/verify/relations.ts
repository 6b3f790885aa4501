import { orderMessages } from '../../domain/thread/order-messages.ts'
import { isQuoteOf } from '../../domain/analysis/evidence.ts'
import type { Analysis } from '../../domain/analysis/analysis.ts'
import type { Evidence } from '../../domain/analysis/evidence.ts'
import { idOfRecord, RECORD_KINDS } from '../../domain/records.ts'
import type { Thread } from '../../domain/thread/thread.ts'
import type { ThreadTruth } from './derived/thread-truth.ts'
import type { Difference, SideName } from './differences.ts'

/**
 * What a thread and the records that speak of it owe each other, and no hash of one of them says: the order of the messages,
 * and each quoted word of an analysis of its present content in the message that it names.
 */
export function relationsOf(side: SideName, { thread, records }: ThreadTruth): Difference[] {
  const found: Difference[] = []
  if (!isInOrder(thread)) {
    found.push({
      kind: 'threads',
      id: thread.id,
      field: 'order of messages',
      problem: `cut in ${side}`,
    })
  }
  // Of messages with one id the first counts, as for a reader of the quotes.
  const messages = new Map(thread.messages.toReversed().map((message) => [message.id, message]))
  const isThere = (quote: Evidence) =>
    quote.threadId === thread.id && isQuoteOf(quote, messages.get(quote.messageId))
  for (const { kind, record } of records) {
    if (kind !== 'analysis' || record.contentHash !== thread.contentHash) continue
    const lost = quotesOf(record).filter((quote) => !isThere(quote)).length
    if (lost === 0) continue
    found.push({
      kind: RECORD_KINDS[kind].plural,
      id: idOfRecord(kind, record),
      field: `quotes: ${lost}`,
      problem: `cut in ${side}`,
    })
  }
  return found
}

function isInOrder({ messages }: Thread): boolean {
  return orderMessages(messages).every((message, at) => message === messages[at])
}

/** Every quote of an analysis. */
function quotesOf(analysis: Analysis): Evidence[] {
  const { failures, improvements, outcomeEvidence, requests, satisfaction, signals } = analysis
  const findings = [
    ...failures,
    ...improvements,
    ...requests,
    ...signals,
    ...analysis.strengths,
    ...analysis.unmetNeeds,
  ]
  return [
    ...outcomeEvidence,
    ...(satisfaction?.evidence ?? []),
    ...findings.flatMap(({ evidence }) => evidence),
  ]
}
