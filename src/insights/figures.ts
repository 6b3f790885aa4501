import { z } from 'zod'
import { evidenceSchema } from '../domain/analysis/evidence.ts'

/** A count with what it is a part of: never a bare percentage. */
export const figureSchema = z.strictObject({
  n: z.int().min(0),
  /** How many could have counted: the denominator. */
  of: z.int().min(0),
  /** Distinct users among the n. */
  users: z.int().min(0),
  /** Set where n is too small to speak of more than these cases (fewer than 5). */
  anecdotal: z.boolean(),
})
export type Figure = z.infer<typeof figureSchema>

/** One insight: a label, how often, and the words that prove it (at most 5, the newest first). */
export const insightSchema = z.strictObject({
  /** Stable for the same insight over time ranges: what "new since" compares. */
  id: z.string(),
  label: z.string(),
  /** One plain sentence for people, with its figure. */
  statement: z.string(),
  /** The same without the figure, to stand beside it; absent where the label says it all. */
  claim: z.string().optional(),
  figure: figureSchema,
  evidence: z.array(evidenceSchema),
})
export type Insight = z.infer<typeof insightSchema>

/** A mean with its denominator; `mean` is absent where n is 0. */
export const meanSchema = z.strictObject({
  mean: z.number().optional(),
  n: z.int().min(0),
  of: z.int().min(0),
})
export type Mean = z.infer<typeof meanSchema>
