import type { AskOptions, ModelProvider, ModelRequest } from '../model-provider.ts'
import { ESTIMATE_OFF, estimateTokens } from './estimate-tokens.ts'
import { evenly } from './evenly.ts'

/** Requests that the service is asked to count, and how many at once. */
const COUNTED = 40
const AT_ONCE = 8

/** Tokens that many requests send. */
export interface InputTokens {
  readonly tokens: number
  /** How far off it may be, as a share: at 95 % where the service counted some of them. 0: it counted all. */
  readonly off: number
  /** Requests that the service counted; the others are estimated, by these where there are any. */
  readonly counted: number
}

/**
 * Counts what requests send, by the service where it counts, else by their letters. Of many it counts some, evenly
 * spread, and the estimate of the others is corrected by these (a ratio estimate, with the error of one: Cochran,
 * Sampling Techniques, 1977, 6.3).
 *
 * @throws what `countTokens` throws
 */
export async function inputTokens(
  provider: Pick<ModelProvider, 'countTokens'>,
  requests: readonly ModelRequest[],
  options: AskOptions = {},
): Promise<InputTokens> {
  const each = requests.map((request) => ({ request, estimate: estimateTokens(request) }))
  const all = sum(each.map(({ estimate }) => estimate))
  const { countTokens } = provider
  if (countTokens === undefined || requests.length === 0) {
    return { tokens: all, off: requests.length === 0 ? 0 : ESTIMATE_OFF, counted: 0 }
  }
  const some = evenly(each, COUNTED)
  const counts: { readonly count: number; readonly estimate: number }[] = []
  for (let at = 0; at < some.length; at += AT_ONCE) {
    const asked = some.slice(at, at + AT_ONCE).map(async ({ request, estimate }) => ({
      count: await countTokens(request, options),
      estimate,
    }))
    counts.push(...(await Promise.all(asked)))
  }
  const counted = sum(counts.map(({ count }) => count))
  if (counts.length === requests.length) return { tokens: counted, off: 0, counted: counts.length }
  const ratio = counted / sum(counts.map(({ estimate }) => estimate))
  return {
    tokens: Math.round(ratio * all),
    off: errorOf(counts, ratio, requests.length),
    counted: counts.length,
  }
}

/** 1.96 standard errors of the ratio, as a share of it. */
function errorOf(
  counts: readonly { readonly count: number; readonly estimate: number }[],
  ratio: number,
  of: number,
): number {
  const n = counts.length
  const squares = sum(counts.map(({ count, estimate }) => (count - ratio * estimate) ** 2))
  const mean = sum(counts.map(({ count }) => count)) / n
  const error = Math.sqrt(((1 - n / of) * squares) / (n * (n - 1)))
  return (1.96 * error) / mean
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, n) => total + n, 0)
}
