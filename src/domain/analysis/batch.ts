import { z } from 'zod'
import { spendingSchema } from './spending.ts'

/** The most that something can cost. */
const mostSchema = z.strictObject({
  tokens: z.int().min(0),
  /** Billionths of a US dollar; absent where no price of the model is known. */
  nanoUsd: z.int().min(0).optional(),
})

/** One thread of a batch. */
const rowSchema = z.strictObject({
  /** Absent once the thread is erased: what the service answers of it is counted, and not read. */
  thread: z
    .strictObject({
      id: z.string(),
      contentHash: z.string(),
      /** A hash of each request, 16 hexadecimal digits: what is not asked in these words is not answered. */
      sent: z.array(z.string()),
    })
    .optional(),
  /** The most tokens that each request can take. */
  requests: z.array(z.strictObject({ input: z.int().min(0), output: z.int().min(0) })),
})

/**
 * `submitting`: the service has it or has not, which it is asked. `submitted`: it has. `collected`: its answers
 * were read, and what they prove is stored. `void`: nothing came of it, or ever will.
 */
export const batchStatusSchema = z.enum(['submitting', 'submitted', 'collected', 'void'])

/** Requests that were given to a service in one piece, which answers within a day and for less. */
export const batchSchema = z.strictObject({
  /** Sorts by when it was made: `<madeAt>-<8 hex digits>`. */
  id: z.string(),
  analyzerKey: z.string(),
  /** The run that submitted it, and the one that collected it. */
  runId: z.string(),
  collectedBy: z.string().optional(),
  provider: z.string(),
  model: z.string(),
  status: batchStatusSchema,
  /** Why nothing came of it, one line, never chat text. */
  reason: z.string().optional(),
  madeAt: z.string(),
  /** When it was last given to the service, or that ended without its word: from here on the service is to list it. */
  askedAt: z.string().optional(),
  endedAt: z.string().optional(),
  /** Its name at the service; absent while it is not known whether it has one. */
  batchId: z.string().optional(),
  /** How many requests it has. */
  requests: z.int().min(1),
  most: mostSchema,
  /** Emptied once it is collected or void. */
  rows: z.array(rowSchema),
  /** What it cost, and how its requests fared; absent while it is open. */
  spending: spendingSchema.optional(),
  /** Threads that had changed when it was collected, so that no answer could be held against them. */
  changed: z.int().min(1).optional(),
})
export type Batch = z.infer<typeof batchSchema>
export type BatchRow = z.infer<typeof rowSchema>

/** Whether answers may still come of it. */
export function isOpen({ status }: Batch): boolean {
  return status === 'submitting' || status === 'submitted'
}
