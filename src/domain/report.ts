import { z } from 'zod'
import { failureKindSchema, outcomeSchema } from './analysis/analysis.ts'
import { evidenceSchema } from './analysis/evidence.ts'

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

export const failureInsightSchema = insightSchema.extend({
  kind: failureKindSchema,
  /** How many of the n a user complained of, and how many nobody did. */
  noticed: z.int().min(0),
  unnoticed: z.int().min(0),
})

export const reportSchema = z.strictObject({
  schemaVersion: z.literal(1),
  filter: z.strictObject({
    from: z.string().optional(),
    to: z.string().optional(),
    topic: z.string().optional(),
    /** The title of that topic, where there is one of its id. */
    topicTitle: z.string().optional(),
    language: z.string().optional(),
    analyzerKey: z.string(),
  }),
  usage: z.strictObject({
    threads: z.int(),
    /** Of these, analyzed at their present content: every section speaks of them alone. */
    analyzed: z.int(),
    pending: z.int(),
    messages: z.int(),
    users: z.int(),
    firstMessageAt: z.string().optional(),
    lastMessageAt: z.string().optional(),
    languages: z.array(z.strictObject({ language: z.string(), figure: figureSchema })),
    /** By day of the last message, UTC, oldest first; days without threads are left out. */
    perDay: z.array(
      z.strictObject({ day: z.string(), threads: z.int(), messages: z.int(), users: z.int() }),
    ),
  }),
  sections: z.strictObject({
    /** Topics, most threads first; "Unclassified" last. */
    categories: z.array(insightSchema),
    /** Requests that come again and again within topics. */
    topDiscussions: z.array(insightSchema),
    responseQuality: z.strictObject({
      score: meanSchema,
      failures: z.array(failureInsightSchema),
    }),
    improvementAreas: z.array(insightSchema),
    userSatisfaction: z.strictObject({
      score: meanSchema,
      thanks: insightSchema,
      complaints: insightSchema,
    }),
    unmetNeeds: z.array(insightSchema),
    productEffectiveness: z.strictObject({
      outcomes: z.array(z.strictObject({ outcome: outcomeSchema, figure: figureSchema })),
      /** Started work (rendering, mixing, …) by type: how much of it was completed. */
      features: z.array(
        z.strictObject({
          feature: z.string(),
          started: z.int(),
          /** Never more than were started. */
          completed: z.int(),
          /** Completed without a start in the thread (an upload by the user has none): in no share. */
          unstarted: z.int(),
        }),
      ),
    }),
    /** At most 7, what most deserves attention first. */
    keyInsights: z.array(insightSchema),
    /** Threads that went badly, worst first, at most 50. */
    negativeChats: z.array(
      z.strictObject({
        threadId: z.string(),
        title: z.string().optional(),
        lastMessageAt: z.string().optional(),
        reasons: z.array(z.string()),
        evidence: z.array(evidenceSchema),
      }),
    ),
  }),
  evidence: z.strictObject({
    /** verified + dropped. */
    quotes: z.int(),
    verified: z.int(),
    dropped: z.int(),
  }),
})
export type Report = z.infer<typeof reportSchema>
