import { z } from 'zod'
import { choiceSchema } from '../../domain/analysis/choice.ts'
import { runSchema } from '../../domain/analysis/run.ts'
import { budgetSchema } from '../../domain/analysis/spending.ts'
import type { BudgetLimit, Spending } from '../../domain/analysis/spending.ts'

/** Runs, their price, and what they left in the history. */

export const runItemSchema = runSchema.omit({ worker: true, schemaVersion: true })

export type RunItem = z.infer<typeof runItemSchema>

export const runListSchema = z.strictObject({
  items: z.array(runItemSchema),
  next: z.string().optional(),
})

export type RunList = z.infer<typeof runListSchema>

export const startRunSchema = z.strictObject({
  limit: z.int().min(1).optional(),
  retopic: z.boolean().optional(),
  /** Where a model is asked: the most that it may spend. */
  budget: budgetSchema.optional(),
  /** So many drawn at random; see `ChoiceOptions`. */
  sample: z.int().min(1).optional(),
  /** Those alone that pass. */
  only: choiceSchema.shape.only,
})

export type StartRun = z.infer<typeof startRunSchema>

export const planQuerySchema = z.strictObject({
  limit: z.coerce.number().int().min(1).optional(),
  /** So many drawn at random. */
  sample: z.coerce.number().int().min(1).optional(),
})

/** What an analysis would do. Nothing is sent to a service to tell it: tokens are estimated. */
export const runPlanSchema = z.strictObject({
  analyzerKey: z.string(),
  pending: z.int(),
  planned: z.int(),
  /** How many of those that are pending stand in a batch under way, which is left to answer them; absent: none. */
  underWay: z.int().optional(),
  /** Of those `seen` (the first 1,000 planned at most): analyzed before, and changed since. */
  changed: z.int(),
  seen: z.int(),
  /** The thread that comes first, of which can be shown what is sent; absent where none is planned. */
  first: z.string().optional(),
  /** Absent where no model is asked: it costs nothing. */
  calls: z
    .strictObject({
      provider: z.string(),
      model: z.string(),
      calls: z.int(),
      /** How many of them were looked at, 0 to 1. Below 1 every figure is told by these, also the most. */
      share: z.number(),
      tokens: z.strictObject({
        input: z.int(),
        /** How far off the input may be, as a share. */
        inputOff: z.number(),
        counted: z.int(),
        output: z.int(),
        most: z.int(),
      }),
      /** Billionths of a US dollar; absent where no price of the model is known. */
      nanoUsd: z.strictObject({ about: z.int(), most: z.int() }).optional(),
      pricesAsOf: z.string().optional(),
      /** The price is that of the model's maker, and another is asked. */
      isElsewhere: z.literal(true).optional(),
      seconds: z.int(),
      /** Answers of earlier runs that it is told by; 0: lengths and times are assumed. */
      learnedFrom: z.int(),
    })
    .optional(),
})

export type RunPlan = z.infer<typeof runPlanSchema>

export type ApiBudget = BudgetLimit

export type ApiSpending = Spending

export const historyPageSchema = z.strictObject({
  items: z.array(
    z.strictObject({
      id: z.string(),
      threadId: z.string(),
      runId: z.string(),
      analyzerKey: z.string(),
      /** Absent, like the time, where a history that was taken over does not say it. */
      messageCount: z.int().optional(),
      timestamp: z.string().optional(),
    }),
  ),
  next: z.string().optional(),
})

export type HistoryPage = z.infer<typeof historyPageSchema>
