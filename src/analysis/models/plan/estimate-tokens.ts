import type { ModelRequest } from '../model-provider.ts'

/**
 * How far the tokens of many requests together may be from the estimate, as a share of it. Over 779 conversations in
 * many languages it was 2 % to 8 % above what `o200k_base` and `cl100k_base` count; of a single one 90 % lay within
 * a third. Tokenizers of other makers differ more among each other.
 */
export const ESTIMATE_OFF = 0.25

const ASCII = 0.23
const OTHER = 0.6

/** Tokens of a request by its letters, for services that do not count: a stated estimate, not a bound. */
export function estimateTokens({ fixed, transcript, schema }: ModelRequest): number {
  const tokens = [fixed, transcript, JSON.stringify(schema)].map(
    (text) => ASCII * text.length + (OTHER - ASCII) * (text.match(/[^\p{ASCII}]/gu)?.length ?? 0),
  )
  return Math.ceil(tokens.reduce((sum, n) => sum + n, 0))
}
