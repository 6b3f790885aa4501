import { z } from 'zod'
import { spendingSchema } from '../../domain/analysis/spending.ts'
import { TOPIC_LEVELS } from '../../insights/counting/topic-names.ts'
import { errorBodySchema } from './error.ts'
import { importItemSchema } from './imports.ts'

/** What is going on, what there is, and whether all parts work. */

/** What is going on now; also the data of each event of `/api/events`. */
export const liveStateSchema = z.strictObject({
  imports: z.array(importItemSchema),
  run: z
    .strictObject({
      /** Of this analysis and no other; not that of its record. */
      id: z.string(),
      status: z.enum(['waiting', 'running', 'failed', 'outage']),
      done: z.int(),
      planned: z.int(),
      /** What it cost so far, where a model is asked. */
      spending: spendingSchema.optional(),
      error: errorBodySchema.shape.error.optional(),
    })
    .optional(),
  /** What lay in uploaded folders and is no log, since the server began; of many the last hundred. */
  passedOver: z.array(z.strictObject({ id: z.string(), file: z.string(), what: z.string() })),
  /** How many there were, those of which it is not told any more among them. */
  passedOverCount: z.int(),
  /** Grows whenever the store was changed by this server: ask again for what you show. */
  revision: z.int(),
})

export type LiveState = z.infer<typeof liveStateSchema>

export const overviewSchema = z.strictObject({
  threads: z.int(),
  pending: z.int(),
  analyzerKey: z.string(),
  /** The model that is asked for an analysis, which costs something; absent where none is. */
  model: z.strictObject({ provider: z.string(), name: z.string() }).optional(),
  /** Where it is all kept. */
  store: z.strictObject({ kind: z.string() }),
  maxUploadBytes: z.number(),
  topics: z.array(
    z.strictObject({ id: z.string(), title: z.string(), level: z.enum(TOPIC_LEVELS) }),
  ),
})

export type Overview = z.infer<typeof overviewSchema>

export const healthSchema = z.strictObject({
  status: z.enum(['ok', 'degraded']),
  store: z.string(),
  checks: z.array(
    z.strictObject({
      name: z.string(),
      status: z.enum(['ok', 'warning', 'failed']),
      found: z.string(),
      remedy: z.string().optional(),
    }),
  ),
})

export type Health = z.infer<typeof healthSchema>
