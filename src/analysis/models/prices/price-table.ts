import type { Tokens } from '../../../domain/analysis/spending.ts'
import prices from './prices.json' with { type: 'json' }

/** US dollars for a million tokens. */
interface Rates {
  readonly input: number
  readonly output: number
  readonly cacheRead: number
  /** As kept for five minutes. */
  readonly cacheWrite: number
}

/** What a model costs by its maker's list, without discounts and taxes. */
export interface Price extends Rates {
  /** The day on which the list said so. */
  readonly asOf: string
  /** For requests whose whole input is over so many tokens. */
  readonly long?: Rates & { readonly over: number }
  /** What is charged of it; absent: all. */
  readonly share?: number
}

const TABLE: ReadonlyMap<string, Price> = new Map(Object.entries(prices))

/**
 * The price of a model by its name at its maker, with or without the date of a release
 * (`claude-haiku-4-5-20251001`, `gpt-4o-2024-08-06`). A name of the same beginning is another model.
 *
 * @returns undefined for a model of which the table says nothing
 */
export function priceOf(model: string): Price | undefined {
  return TABLE.get(model) ?? TABLE.get(model.replace(/-(?:\d{8}|\d{4}-\d{2}-\d{2})$/, ''))
}

/** The same model's price in a batch: half, at both makers. */
export function batchPriceOf(model: string): Price | undefined {
  const price = priceOf(model)
  return price && { ...price, share: 0.5 }
}

/**
 * Billionths of a US dollar: a million tokens at a dollar are a thousand of them for each token. What is a part of one
 * counts as one.
 */
export function costOf(price: Price, tokens: Tokens): number {
  const prompt = tokens.input + tokens.cacheRead + tokens.cacheWrite
  const rates = price.long !== undefined && prompt > price.long.over ? price.long : price
  const whole =
    tokens.input * nano(rates.input) +
    tokens.output * nano(rates.output) +
    tokens.cacheRead * nano(rates.cacheRead) +
    tokens.cacheWrite * nano(rates.cacheWrite)
  return Math.ceil(whole * (price.share ?? 1))
}

/** The dearest way in which the service may count so many tokens. */
export function mostCost(price: Price, most: { readonly input: number; readonly output: number }) {
  const none = { input: 0, output: most.output, cacheRead: 0, cacheWrite: 0 }
  return Math.max(
    costOf(price, { ...none, input: most.input }),
    costOf(price, { ...none, cacheWrite: most.input }),
  )
}

/** Whole for any price of at most three decimals, as all of the table are. */
function nano(perMillion: number): number {
  return Math.round(perMillion * 1000)
}
