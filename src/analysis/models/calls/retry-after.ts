/** The longest wait that is believed: a service that asks for more is asked again then. Milliseconds. */
const LONGEST = 3_600_000

/**
 * How long a service asks to wait, in milliseconds: `retry-after-ms`, which both services send beside it, else
 * `retry-after` in seconds or as a date (RFC 9110, 10.2.3).
 *
 * @param headers of the answer
 * @returns undefined where they do not say
 */
export function retryAfterOf(headers: unknown): number | undefined {
  if (!(headers instanceof Headers)) return undefined
  const milliseconds = numberOf(headers.get('retry-after-ms'))
  if (milliseconds !== undefined) return bounded(milliseconds)
  const after = headers.get('retry-after')
  const seconds = numberOf(after)
  if (seconds !== undefined) return bounded(seconds * 1000)
  const date = after === null ? Number.NaN : Date.parse(after)
  return Number.isNaN(date) ? undefined : bounded(date - Date.now())
}

function numberOf(text: string | null): number | undefined {
  return text !== null && /^\d{1,12}(?:\.\d{1,6})?$/.test(text.trim()) ? Number(text) : undefined
}

function bounded(milliseconds: number): number {
  return Math.min(LONGEST, Math.max(0, Math.ceil(milliseconds)))
}
