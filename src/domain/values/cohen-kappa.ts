import { Z95 } from './wilson.ts'
import type { Interval } from './wilson.ts'

/** How far two readers agree beyond what chance would bring. */
export interface Kappa extends Interval {
  /** 1: always; 0: as chance would; below: less than that. */
  readonly kappa: number
}

/**
 * Cohen's κ (Cohen 1960) with its 95 % interval by the standard error for large samples of Fleiss, Cohen and Everitt
 * (1969), within -1 and 1. Undefined where both gave everything the same one label: there is nothing to agree on.
 *
 * @param counts by the label of the first reader (rows) and of the second (columns), in the same order
 */
export function cohenKappa(counts: readonly (readonly number[])[]): Kappa | undefined {
  const n = sum(counts.flat())
  const share = counts.map((row) => row.map((count) => count / n))
  const rows = share.map(sum)
  const columns = share.map((_, j) => sum(share.map((row) => row[j] ?? 0)))
  const observed = sum(share.map((row, i) => row[i] ?? 0))
  const byChance = sum(rows.map((row, i) => row * (columns[i] ?? 0)))
  if (n === 0 || 1 - byChance < 1e-12) return undefined
  const kappa = (observed - byChance) / (1 - byChance)
  const missing = 1 - kappa
  let spread = -((kappa - byChance * missing) ** 2)
  for (const [i, row] of share.entries()) {
    for (const [j, cell] of row.entries()) {
      const weight =
        i === j
          ? (1 - ((rows[i] ?? 0) + (columns[i] ?? 0)) * missing) ** 2
          : missing ** 2 * ((columns[i] ?? 0) + (rows[j] ?? 0)) ** 2
      spread += cell * weight
    }
  }
  const reach = (Z95 * Math.sqrt(Math.max(0, spread) / n)) / (1 - byChance)
  return { kappa, low: Math.max(-1, kappa - reach), high: Math.min(1, kappa + reach) }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
