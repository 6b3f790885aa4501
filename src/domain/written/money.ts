/** Billionths of a dollar in a dollar: what amounts of money are counted in, so that sums are exact. */
export const NANO_USD = 1_000_000_000

/**
 * Billionths of a dollar as a person reads them: `$12.34`, of less than a dollar four places, `$0.0042`; what is
 * less than the last place is not nothing, `<$0.0001`.
 */
export function usd(nanoUsd: number): string {
  const dollars = nanoUsd / NANO_USD
  if (nanoUsd > 0 && dollars < 0.0001) return '<$0.0001'
  return `$${dollars.toFixed(dollars < 1 && nanoUsd > 0 ? 4 : 2)}`
}
