import { z } from 'zod'

/**
 * What a model answered to windows of a long thread before it had answered all of them. It is paid for, so whatever ends a run
 * between two windows, the next one asks for the others alone.
 */
export const windowAnswersSchema = z.strictObject({
  threadId: z.string(),
  analyzerKey: z.string(),
  /** None once the thread has its analysis, which was made of them. */
  answers: z.array(
    z.strictObject({
      /** A hash of what was sent, 16 hexadecimal digits: other words have another answer. */
      sent: z.string(),
      /** The form as the model filled it in, JSON, with placeholders for what was not sent. */
      text: z.string(),
    }),
  ),
})
export type WindowAnswers = z.infer<typeof windowAnswersSchema>
