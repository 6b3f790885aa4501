import type { ModelRequest } from '../model-provider.ts'

/** What a service adds of its own: marks of turns, and its instructions for an answer by a schema. */
const ADDED = 2000

export interface MostTokens {
  readonly input: number
  readonly output: number
}

/**
 * More tokens than a request can be charged for. A tokenizer that works on bytes, as those of all services here,
 * makes at most a token of each.
 */
export function mostTokens({
  fixed,
  transcript,
  schema,
  maxOutputTokens,
}: ModelRequest): MostTokens {
  const bytes = [fixed, transcript, JSON.stringify(schema)].map((text) => Buffer.byteLength(text))
  return { input: bytes.reduce((sum, n) => sum + n, ADDED), output: maxOutputTokens }
}
