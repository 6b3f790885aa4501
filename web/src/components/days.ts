/** A range of days in UTC, both ends included, as people say it; empty is open. */
export interface DayRange {
  readonly from: string
  readonly to: string
}

/** Whether a range ends before it begins: nothing lies in it. */
export function isReversed({ from, to }: DayRange): boolean {
  return from !== '' && to !== '' && from > to
}

/** The API's end is exclusive. What is no day is left for the server to refuse. */
export function dayAfter(day: string): string {
  return addDays(day, 1)
}

export function addDays(day: string, days: number): string {
  const time = Date.parse(`${day.slice(0, 10)}T00:00:00Z`)
  return Number.isNaN(time) ? day : new Date(time + days * 86_400_000).toISOString().slice(0, 10)
}
