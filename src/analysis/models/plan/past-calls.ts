import type { Run } from '../../../domain/analysis/run.ts'
import { addTokens, allTokens, NO_TOKENS } from '../../../domain/analysis/spending.ts'
import type { Price } from '../prices/price-table.ts'

/** Fewer answers tell little. */
const ENOUGH = 20

/** What earlier runs under the same key tell of a call. */
export interface PastCalls {
  readonly answered: number
  /** Tokens of an answer, on average. */
  readonly output: number
  /** Billionths of a dollar for a token that is sent, with what a cache saved. Absent where there is no price. */
  readonly nanoUsdPerInput?: number
  /** Calls that were answered in a second. Absent where no run told it. */
  readonly perSecond?: number
}

/** @returns undefined while there were too few answers to tell anything */
export function pastCalls(
  runs: readonly Run[],
  analyzerKey: string,
  price: Price | undefined,
): PastCalls | undefined {
  const ended = runs.filter((run) => run.analyzerKey === analyzerKey && run.status !== 'running')
  // A server that tells no tokens tells nothing of the next calls.
  const all = ended
    .flatMap(({ spending }) => spending ?? [])
    .filter(({ tokens }) => allTokens(tokens) > 0)
  const answered = all.reduce((total, { answered }) => total + answered, 0)
  if (answered < ENOUGH) return undefined
  const tokens = all.reduce((total, { tokens }) => addTokens(total, tokens), NO_TOKENS)
  const sent = allTokens(tokens) - tokens.output
  // By the list: what a batch saved was not the service's price of a token.
  const cost = all.reduce((total, { nanoUsd = 0, saved = 0 }) => total + nanoUsd + saved, 0)
  const perSecond = speedOf(ended)
  return {
    answered,
    output: tokens.output / answered,
    ...(price === undefined
      ? {}
      : { nanoUsdPerInput: Math.max(0, cost - tokens.output * price.output * 1000) / sent }),
    ...(perSecond === undefined ? {} : { perSecond }),
  }
}

/** Of the newest run that was long enough to tell. @param runs newest first */
function speedOf(runs: readonly Run[]): number | undefined {
  for (const { startedAt, finishedAt, spending } of runs) {
    if (finishedAt === undefined || (spending?.answered ?? 0) < ENOUGH) continue
    // A batch takes the time that the service likes.
    if (spending?.saved !== undefined) continue
    const seconds = (Date.parse(finishedAt) - Date.parse(startedAt)) / 1000
    if (seconds > 0) return (spending?.answered ?? 0) / seconds
  }
  return undefined
}
