import { z } from 'zod'
import { choiceSchema } from '../../domain/analysis/choice.ts'

const interval = { low: z.number(), high: z.number() }

/** How two analyzers answer one question of the threads that both have read. */
const fieldSchema = z.strictObject({
  /** `outcome`, `language`, or a facet that a thread has or has not: `failure:refused`. */
  field: z.string(),
  label: z.string(),
  /** Threads that both have read. */
  of: z.int(),
  /** Those of them of which both say the same. */
  agree: z.int(),
  /** How many have each pair of answers, the most frequent first; `yes` and `no` of a facet. */
  answers: z.array(z.strictObject({ a: z.string(), b: z.string(), n: z.int().min(1) })),
  /**
   * Agreement beyond chance (Cohen's κ, see `cohenKappa`), with its 95 % interval; absent where both gave all the same
   * answer.
   */
  kappa: z.strictObject({ kappa: z.number(), ...interval }).optional(),
  /** Set where either has fewer than 5 beside its commonest answer: κ says little then. */
  anecdotal: z.boolean(),
})
export type ComparedField = z.infer<typeof fieldSchema>

/** A share among all threads, where one analyzer has read a sample of them and the other all. */
const shareSchema = z.strictObject({
  field: z.string(),
  label: z.string(),
  share: z.number(),
  ...interval,
  /**
   * `both`: the sample, and what the other found in the rest, as far as the two agree (`predictedShare`). `sample`: the
   * sample alone, as it has fewer than 5 of either answer (Wilson).
   */
  by: z.enum(['both', 'sample']),
  /** Found in the sample, and by the other in all. */
  found: z.strictObject({ sample: z.int(), other: z.int() }),
})

/** Two opinions of the same threads, each at its present content: the document of `compare --json`. */
export const comparisonSchema = z.strictObject({
  schemaVersion: z.literal(1),
  /** Of each side the analyzer key and the threads it has read, of those that can be compared. */
  a: z.strictObject({ analyzerKey: z.string(), analyzed: z.int() }),
  b: z.strictObject({ analyzerKey: z.string(), analyzed: z.int() }),
  filter: z.strictObject({ from: z.string().optional(), to: z.string().optional() }),
  /** Threads that both have read. */
  both: z.int(),
  fields: z.array(fieldSchema),
  /** Absent where neither has read a sample drawn at random out of what the other has read. */
  shares: z
    .strictObject({
      /** Whose answers are taken for true. */
      truth: z.enum(['a', 'b']),
      /** Threads of which these are shares, and what they are. */
      threads: z.int(),
      only: choiceSchema.shape.only,
      sample: z.int(),
      items: z.array(shareSchema),
    })
    .optional(),
})
export type Comparison = z.infer<typeof comparisonSchema>

/** Threads of which two analyzers do not say the same, by id. */
export interface Differences {
  readonly items: readonly Difference[]
  /** Cursor of the next page; absent at the end. */
  readonly next?: string
}

export interface Difference {
  readonly id: string
  readonly title?: string
  readonly preview?: string
  readonly lastMessageAt?: string
  /** What each says. */
  readonly a: string
  readonly b: string
}
