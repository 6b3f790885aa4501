import { z } from 'zod'
import { evidenceSchema } from '../domain/analysis/evidence.ts'
import { doorSchema } from './door.ts'

/** A count with what it is a part of: never a bare percentage. */
export const figureSchema = z.strictObject({
  n: z.int().min(0),
  /** How many could have counted: the denominator, those of which nothing is known among them. */
  of: z.int().min(0),
  /** Distinct users among the n. */
  users: z.int().min(0),
  /** Set where n is too small to speak of more than these cases (fewer than 5). */
  anecdotal: z.boolean(),
  /**
   * Where the share of n lies among all, at 95 %; only in a report on a sample (`Report.chosen`), and absent of a
   * count that is no part of it.
   */
  interval: z.strictObject({ low: z.number(), high: z.number() }).optional(),
  /** The list of the n. */
  threads: doorSchema,
})
export type Figure = z.infer<typeof figureSchema>

/** A count that stands in a sentence or a cell, with the list of its threads. */
export const countSchema = figureSchema.pick({ n: true, threads: true })
export type Count = z.infer<typeof countSchema>

/** How often findings of a kind were right where careful readers judged them. */
export const heldSchema = z.strictObject({
  judged: z.int().min(1),
  true: z.int().min(0),
  /** The lower bound of the share that is true, at 95 % (Wilson), to three decimals. */
  atLeast: z.number(),
  /** What was judged, where it is not all that the figure says: `threads of such groups` beside a need. */
  of: z.string().optional(),
})
export type Held = z.infer<typeof heldSchema>

/** Something in a message that is no text and proves a claim: an error item, a start without its end. */
export const itemProofSchema = z.strictObject({
  threadId: z.string(),
  messageId: z.string(),
  part: z.int().min(0),
  type: z.string(),
  /** What the item itself says, where it says something; one line. */
  text: z.string().optional(),
})
export type ItemProof = z.infer<typeof itemProofSchema>

/** One insight: a label, how often, and what proves it. */
export const insightSchema = z.strictObject({
  /** Stable for the same insight over ranges of time and runs. */
  id: z.string(),
  label: z.string(),
  /** One plain sentence for people, with its figure. */
  statement: z.string(),
  /** The same without the figure, to stand beside it; absent where the label says it all. */
  claim: z.string().optional(),
  figure: figureSchema,
  /** What else is counted among the n, each as the end of a sentence: `nobody complained in` 22. */
  also: z.array(countSchema.extend({ text: z.string() })).optional(),
  /** How well it is held; absent where it is counted and not judged. */
  held: heldSchema.optional(),
  /**
   * Words of the newest 5 threads at most, those of the language that most threads of the report are in before
   * others, at most 3 quotes of each.
   */
  evidence: z.array(evidenceSchema),
  /** Items of the same threads. */
  items: z.array(itemProofSchema).optional(),
})
export type Insight = z.infer<typeof insightSchema>
