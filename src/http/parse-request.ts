import { z } from 'zod'
import { HitCraftError } from '../errors/hitcraft-error.ts'

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
