import { z } from 'zod'
import { HitCraftError, isHitCraftError } from '../errors/hitcraft-error.ts'

/** Why something did not go: what `HitCraftError` tells. */
export const problemSchema = z.object({
  code: z.string(),
  message: z.string(),
  remedy: z.string().exactOptional(),
})
export type Problem = Readonly<z.infer<typeof problemSchema>>

/** What may be told: never a cause, and of an unknown error nothing but that it happened. */
export function problemOf(error: unknown): Problem {
  if (!isHitCraftError(error)) {
    return { code: 'INTERNAL', message: 'a defect of this program stopped the work' }
  }
  const { code, message, remedy } = error
  return { code, message, ...(remedy === undefined ? {} : { remedy }) }
}

/** What ends an upload, an import or an analysis that is cancelled, or whose process ends. */
export function stopped(): HitCraftError {
  return new HitCraftError('INTERRUPTED', 'stopped; what was done is kept')
}
