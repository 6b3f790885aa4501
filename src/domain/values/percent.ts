/** A share in whole percent: `8 %`, `<1 %` of what is there but small, `–` of nothing. */
export function percentOf(n: number, of: number): string {
  if (of === 0) return '–'
  const share = (n / of) * 100
  return `${share > 0 && share < 1 ? '<1' : Math.round(share)} %`
}

/** How much of a bar that is the whole a share fills, 0 to 100: what is there at all is seen. */
export function barOf(n: number, of: number): number {
  return n === 0 ? 0 : Math.max(1, (n / of) * 100)
}

/** A lower bound of three decimals in whole percent, never more than it is: .889 → `88 %`. */
export function percentOfBound(bound: number): string {
  return `${Math.floor(Math.round(bound * 1000) / 10)} %`
}

/** Where a share lies, both ends of three decimals, in whole percent: `4 to 14 %`, never narrower than it is. */
export function percentRange(low: number, high: number): string {
  const from = Math.floor(Math.round(low * 1000) / 10)
  return `${from} to ${Math.ceil(Math.round(high * 1000) / 10)} %`
}

/** A share in whole percent, with a decimal below ten: `12 %`, `4.2 %`. */
export function finePercent(share: number): string {
  const value = share * 100
  return `${value < 10 && value > 0 ? value.toFixed(1) : value.toFixed(0)} %`
}
