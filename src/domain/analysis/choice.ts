import { z } from 'zod'

/** Which threads a run was to take up, where it was not to take all that were pending. */
export const choiceSchema = z.strictObject({
  /** What each of them had to be, as a list is asked for it; absent: any. */
  only: z
    .strictObject({
      from: z.string().optional(),
      to: z.string().optional(),
      /** As `name:value`; all had to hold. */
      facets: z.array(z.string().regex(/^[^:]+:/u, 'must be a name, a colon and a value')),
    })
    .optional(),
  /** The analyzer key under which facets and topics were read; absent where none were there to be read. */
  by: z.string().optional(),
  /** How many were to be drawn at random among them, and of how many. Absent: all of them. */
  sample: z.strictObject({ size: z.int().min(1), of: z.int().min(0) }).optional(),
})
export type Choice = z.infer<typeof choiceSchema>
