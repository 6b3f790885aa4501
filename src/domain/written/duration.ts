/** Seconds as a person reads them: `1 second`, `12 seconds`, `5 minutes`, `3 hours`. */
export function durationOf(seconds: number): string {
  if (seconds < 90) return of(seconds, 'second')
  if (seconds < 5400) return of(Math.round(seconds / 60), 'minute')
  return of(Math.round(seconds / 3600), 'hour')
}

function of(n: number, unit: string): string {
  return `${n} ${unit}${n === 1 ? '' : 's'}`
}
