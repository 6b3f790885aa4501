/** The normal quantile of a two-sided 95 %. */
export const Z95 = 1.959963984540054

/** Where a value lies at 95 %. */
export interface Interval {
  readonly low: number
  readonly high: number
}

/**
 * The 95 % interval of a share, within 0 and 1 (Wilson 1927); all of it where nothing was counted.
 *
 * @param of may be broken, as an effective size is
 */
export function wilsonInterval(found: number, of: number): Interval {
  if (of === 0) return { low: 0, high: 1 }
  const share = found / of
  const middle = share + (Z95 * Z95) / (2 * of)
  const reach = Z95 * Math.sqrt((share * (1 - share)) / of + (Z95 * Z95) / (4 * of * of))
  const scale = 1 + (Z95 * Z95) / of
  return {
    low: Math.max(0, (middle - reach) / scale),
    high: Math.min(1, (middle + reach) / scale),
  }
}
