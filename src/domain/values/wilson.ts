/** The normal quantile of 95 %. */
const Z = 1.959964

/** The 95 % interval of a share, within 0 and 1 (Wilson 1927); all of it where nothing was counted. */
export function wilsonInterval(found: number, of: number): { low: number; high: number } {
  if (of === 0) return { low: 0, high: 1 }
  const share = found / of
  const middle = share + (Z * Z) / (2 * of)
  const reach = Z * Math.sqrt((share * (1 - share)) / of + (Z * Z) / (4 * of * of))
  const scale = 1 + (Z * Z) / of
  return {
    low: Math.max(0, (middle - reach) / scale),
    high: Math.min(1, (middle + reach) / scale),
  }
}
