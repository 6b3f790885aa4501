import { orderMessages } from '../../domain/thread/order-messages.ts'
import { isQuoteOf } from '../../domain/analysis/evidence.ts'
import type { Analysis } from '../../domain/analysis/analysis.ts'
import type { Evidence } from '../../domain/analysis/evidence.ts'
import { idOfRecord } from '../../domain/records.ts'
import type { Thread } from '../../domain/thread/thread.ts'
import type { MovedKind } from '../sources/moved-kinds.ts'
import type { ThreadTruth } from './derived/thread-truth.ts'

/** Something that a record owes another, and does not keep. */
export interface Unkept {
  readonly kind: MovedKind
  readonly id: string
  /** What of it, with how many. */
  readonly field: string
}

/**
 * What a thread and the records that speak of it owe each other, and no hash of one of them says: the order of the messages,
 * and each quoted word of an analysis of its present content in the message that it names.
 */
export function relationsOf({ thread, records }: ThreadTruth): Unkept[] {
  const found: Unkept[] = []
  if (!isInOrder(thread)) found.push({ kind: 'thread', id: thread.id, field: 'order of messages' })
  // Of messages with one id the first counts, as for a reader of the quotes.
  const messages = new Map(thread.messages.toReversed().map((message) => [message.id, message]))
  const isThere = (quote: Evidence) =>
    quote.threadId === thread.id && isQuoteOf(quote, messages.get(quote.messageId))
  for (const { kind, record } of records) {
    if (kind !== 'analysis' || record.contentHash !== thread.contentHash) continue
    const lost = quotesOf(record).filter((quote) => !isThere(quote)).length
    if (lost > 0) found.push({ kind, id: idOfRecord(kind, record), field: `quotes: ${lost}` })
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
