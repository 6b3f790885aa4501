import { z } from 'zod'

/** Every answer that is an error has this body. */

export const errorBodySchema = z.strictObject({
  error: z.strictObject({ code: z.string(), message: z.string(), remedy: z.string() }),
})

export type ErrorBody = z.infer<typeof errorBodySchema>
