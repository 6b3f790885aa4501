import { z } from 'zod'

/** How an answer can fail a user. What each means is what a reader has to agree with. */
export const FAILURE_KINDS = [
  /** The assistant will not: policy, safety, taste. */
  'refused',
  /** The assistant says that it or the product is not able to, or that nothing is available. */
  'cannot',
  /** The assistant says that it has no knowledge of what was asked. */
  'does-not-know',
  /** The assistant says that it cannot open a link, file or image of the user's. */
  'cannot-open',
  /** The user says what is wrong, or the assistant takes back what it said. */
  'wrong',
  /** Started or promised, in words or items, and not there by the end of the thread. */
  'not-delivered',
  /** The product or a tool showed an error, or what was given failed when the user tried it. */
  'broke',
  /** The user asks for the same again, as the answer between did not serve. */
  'asked-again',
  /** The answer stops in the middle. */
  'cut-off',
  /** The answer speaks of something else. */
  'beside-the-point',
  /** The assistant says the same as before where that does not serve. */
  'loops',
  /** The answer does not keep to what the user told about its length, form or language. */
  'instruction-dropped',
  /** The answer is in another language than the user's, unasked. */
  'other-language',
  /** The user is sent to a person or another place. */
  'handed-over',
] as const

/** Names of version 1, which analyses of that version keep: no analyzer gives them any more. */
export const FORMER_FAILURE_KINDS = [
  'refusal',
  'feature-unavailable',
  'inaccurate',
  'technical-error',
  'not-specific',
  'wrong-language',
  'repeated-question',
  'promised-not-delivered',
  'ignored-request',
] as const

export const failureKindSchema = z.enum([...FAILURE_KINDS, ...FORMER_FAILURE_KINDS])
export type FailureKind = z.infer<typeof failureKindSchema>
