import { z } from 'zod'
import { HitCraftError } from '../errors/hitcraft-error.ts'
import { parseTimeBound } from '../domain/values/time.ts'

/**
 * The query or body of a request, checked. An empty text is an absent one, as forms send it; a field
 * that is not known is refused, empty or not.
 * @throws HitCraftError INVALID_INPUT naming the field, never its value
 */
export function parseRequest<T extends z.ZodType>(schema: T, value: unknown): z.output<T> {
  const known = schema instanceof z.ZodObject ? schema.shape : {}
  const given =
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(
          Object.entries(value).filter(
            ([name, field]) => field !== '' || !Object.hasOwn(known, name),
          ),
        )
      : value
  const parsed = schema.safeParse(given ?? {})
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const field = issue?.path.join('.') || 'the request'
  throw new HitCraftError('INVALID_INPUT', `${field}: ${issue?.message ?? 'not as it must be'}`)
}

/** The bounds of a time range that a request names. @throws HitCraftError INVALID_INPUT */
export function timeRangeOf(query: { from?: string | undefined; to?: string | undefined }) {
  const from = query.from === undefined ? undefined : parseTimeBound(query.from, 'from')
  const to = query.to === undefined ? undefined : parseTimeBound(query.to, 'to')
  if (from !== undefined && to !== undefined && from > to) {
    throw new HitCraftError('INVALID_INPUT', 'the range ends before it begins', {
      remedy: 'Exchange from and to.',
    })
  }
  return { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) }
}
