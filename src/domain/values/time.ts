import { HitCraftError } from '../../errors/hitcraft-error.ts'

const FULL = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})$/
const DATE = /^\d{4}-\d{2}-\d{2}$/

/**
 * A bound of a time range as ISO 8601, UTC, milliseconds. Takes a date (its midnight, UTC) or a date
 * and time with a zone.
 *
 * @throws HitCraftError INVALID_INPUT for anything else, a time without a zone among it.
 */
export function parseTimeBound(text: string, name: string): string {
  const time = new Date(DATE.test(text) ? `${text}T00:00:00Z` : FULL.test(text) ? text : Number.NaN)
  // A day such as 2025-02-30 is taken for one of March; the day as written must come back.
  const day = text.slice(0, 10)
  const midnight = new Date(`${day}T00:00:00Z`)
  if (Number.isNaN(time.getTime()) || !midnight.toISOString().startsWith(day)) {
    throw new HitCraftError('INVALID_INPUT', `${name} is not a time: ${text.slice(0, 40)}`, {
      remedy: 'Write a date (2025-03-10) or a time with its zone (2025-03-10T18:00:00Z).',
    })
  }
  return time.toISOString()
}
