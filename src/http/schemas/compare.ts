import { z } from 'zod'
import type { Comparison, Difference, Differences } from '../../insights/comparing/comparison.ts'
import { bound, shortText } from './fields.ts'

/** The comparison of two opinions. */

/** Whose opinions there are. */
export const opinionListSchema = z.strictObject({
  items: z.array(
    z.strictObject({
      analyzerKey: z.string(),
      /** Threads that it has read at their present content. */
      analyzed: z.int(),
    }),
  ),
})

export type OpinionList = z.infer<typeof opinionListSchema>

/** Two opinions: an analyzer key each, or the beginning of one. */
export const compareQuerySchema = z.strictObject({
  a: shortText.min(1),
  b: shortText.min(1),
  from: bound,
  to: bound,
})

/** Of these the threads that differ in a field of the comparison. */
export const differencesQuerySchema = compareQuerySchema.extend({
  field: shortText.min(1),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(8000).optional(),
})

export type ApiComparison = Comparison

export type ApiDifferences = Differences

export type ApiDifference = Difference
