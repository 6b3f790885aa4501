import { Z95 } from './wilson.ts'
import type { Interval } from './wilson.ts'

/** Yes and no of one question, of threads that were drawn at random and of all others. */
export interface PredictedCounts {
  /** Of the drawn ones, by what is held for true and what was predicted. */
  readonly drawn: {
    readonly both: number
    readonly trueOnly: number
    readonly predictedOnly: number
    readonly neither: number
  }
  /** Of the others, where the prediction alone is known. */
  readonly others: { readonly predicted: number; readonly of: number }
}

export interface PredictedShare extends Interval {
  readonly share: number
  /** How much the prediction counts: 0 not at all, 1 in full. */
  readonly lambda: number
}

/** With fewer of either answer in a sample the spread that was seen tells too little of the one there is. */
const FEWEST = 5

/**
 * The share of yes among all, by prediction-powered inference: what a sample says, and what a prediction of all adds
 * to it once its error was measured on the sample (PPI++, Angelopoulos, Duchi and Zrnic 2023, with the λ that makes
 * the variance least, held within 0 and 1). The 95 % interval is the normal one, within 0 and 1.
 *
 * Undefined where fewer than five of either answer were drawn, or fewer than two others are there.
 */
export function predictedShare({ drawn, others }: PredictedCounts): PredictedShare | undefined {
  const { both, trueOnly, predictedOnly, neither } = drawn
  const n = both + trueOnly + predictedOnly + neither
  const found = both + trueOnly
  const predicted = both + predictedOnly
  if (Math.min(found, n - found) < FEWEST || others.of < 2) return undefined
  const spread = variance(predicted + others.predicted, n + others.of)
  const together = both / n - (found / n) * (predicted / n)
  const best = spread === 0 ? 0 : together / (spread * (1 + n / others.of))
  const lambda = Math.min(1, Math.max(0, best))
  // What is true beyond λ times what was predicted: its mean and its sum of squares over the drawn.
  const mean = (found - lambda * predicted) / n
  const squares = both * (1 - lambda) ** 2 + trueOnly + predictedOnly * lambda ** 2
  const ofDrawn = (squares - n * mean ** 2) / (n - 1) / n
  const ofOthers = (lambda ** 2 * variance(others.predicted, others.of)) / others.of
  const share = (lambda * others.predicted) / others.of + mean
  const reach = Z95 * Math.sqrt(Math.max(0, ofDrawn) + ofOthers)
  return {
    share: within(share),
    low: within(share - reach),
    high: within(share + reach),
    lambda,
  }
}

/** The variance of yes as 1 and no as 0, of a sample. */
function variance(yes: number, of: number): number {
  return (yes * (1 - yes / of)) / (of - 1)
}

function within(share: number): number {
  return Math.min(1, Math.max(0, share))
}
