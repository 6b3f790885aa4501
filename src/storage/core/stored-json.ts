import { HitCraftError } from '../../errors/hitcraft-error.ts'

/**
 * The value in a JSON column of what lists are made of.
 * @throws HitCraftError CORRUPT where damage has left no JSON in it
 */
export function storedJson(column: unknown): unknown {
  try {
    return JSON.parse(String(column))
  } catch (cause) {
    throw new HitCraftError(
      'CORRUPT',
      'a row that lists are made of does not hold what was written',
      {
        cause,
        remedy: 'Run hitcraft reindex: it makes them anew from the threads and records.',
      },
    )
  }
}
