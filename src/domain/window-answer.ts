import { z } from 'zod'

/**
 * What a model answered to one part of a long thread, before the others were answered too. It is paid for, so whatever ends a run
 * between two parts, the next asks for the others alone.
 */
export const windowAnswerSchema = z.strictObject({
  threadId: z.string(),
  analyzerKey: z.string(),
  /** A hash of what was sent, 16 hexadecimal digits: other words have another answer. */
  sent: z.string(),
  /** The form as the model filled it in, JSON, with the placeholders of what was not sent; empty: the thread was erased. */
  text: z.string(),
})
export type WindowAnswer = z.infer<typeof windowAnswerSchema>
