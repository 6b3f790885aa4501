import { z } from 'zod'
import { isTextPart } from '../thread/content-part.ts'
import type { Message } from '../thread/message.ts'
import type { Thread } from '../thread/thread.ts'

/**
 * What quoted words are to the claim they prove: what was asked, the answer that failed or served, what the
 * user said to it, or what an item or a tool said.
 */
export const evidenceRoleSchema = z.enum(['request', 'answer', 'reaction', 'item'])
export type EvidenceRole = z.infer<typeof evidenceRoleSchema>

/** The words that prove a claim. Valid only while the span holds exactly the quote. */
export const evidenceSchema = z.strictObject({
  threadId: z.string(),
  messageId: z.string(),
  /** Index into the message's `content`; that part is a text. */
  part: z.int().min(0),
  /** Span in UTF-16 units of that part's text, end exclusive. */
  start: z.int().min(0),
  end: z.int().min(0),
  quote: z.string(),
  /** What the words are to the claim; absent in what version 1 found. */
  role: evidenceRoleSchema.optional(),
  /** BCP 47 of the quote, where it can be told. */
  language: z.string().optional(),
})

export type Evidence = z.infer<typeof evidenceSchema>

/** Whether the span of the thread holds exactly the quoted words. */
export function isEvidenceValid(evidence: Evidence, thread: Thread): boolean {
  const message = thread.messages.find(({ id }) => id === evidence.messageId)
  return evidence.threadId === thread.id && isQuoteOf(evidence, message)
}

/** The same for who has found the message already. */
export function isQuoteOf(evidence: Evidence, message: Message | undefined): boolean {
  if (evidence.end <= evidence.start) return false
  const part = message?.content[evidence.part]
  if (part === undefined || !isTextPart(part) || evidence.end > part.text.length) return false
  return part.text.slice(evidence.start, evidence.end) === evidence.quote
}

/** Compares quotes of a thread by when their words were said; of messages with one id the first counts. */
export function byWhenSaid({ messages }: Thread): (a: Evidence, b: Evidence) => number {
  const at = new Map(messages.map(({ id }, index) => [id, index] as const).toReversed())
  const turn = ({ messageId }: Evidence): number => at.get(messageId) ?? messages.length
  return (a, b) => turn(a) - turn(b) || a.part - b.part || a.start - b.start
}
