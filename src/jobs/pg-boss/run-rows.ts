import { z } from 'zod'
import { budgetSchema, spendingSchema } from '../../domain/analysis/spending.ts'
import type { RunRequest } from '../run-queue.ts'
import { problemSchema } from '../problem.ts'

const count = z.coerce.number()
const facets = z.record(z.string(), z.union([z.string(), z.array(z.string())]))

const requestSchema = z.strictObject({
  limit: z.int().exactOptional(),
  retopic: z.boolean().exactOptional(),
  budget: budgetSchema.exactOptional(),
  sample: z.int().exactOptional(),
  only: z
    .strictObject({
      from: z.string().exactOptional(),
      to: z.string().exactOptional(),
      facets: facets.exactOptional(),
    })
    .exactOptional(),
})

export const runRowSchema = z.object({
  id: z.string(),
  /** Undefined where another version asked for it, in words that this one does not know. */
  request: requestSchema.optional().catch(undefined),
  /** `waiting` and `running` are open; the others are ends. */
  status: z.enum(['waiting', 'running', 'done', 'budget', 'outage', 'failed', 'cancelled']),
  problem: problemSchema.nullable(),
  /** Whether a worker left it to others, as the problem is of its own machine, and none has sat down since. */
  is_left: z.boolean(),
  planned: count,
  failures: count,
})
/** An analysis that was asked for. */
export type RunRow = z.infer<typeof runRowSchema>

/** The rows of which `isOpen` is true. */
export const OPEN = `status IN ('waiting', 'running')`

/** Whether there may be something to do. */
export function isOpen({ status }: Pick<RunRow, 'status'>): boolean {
  return status === 'waiting' || status === 'running'
}

/** Whether one worker alone may do it: a limit, and topics that are found anew, are not for several. */
export function isForOne({ limit, retopic }: RunRequest): boolean {
  return limit !== undefined || retopic === true
}

export const partRowSchema = z.object({
  analyzed: count,
  failed: count,
  spending: spendingSchema.nullable(),
  /** Somebody works on it, and has said so a while ago at most. */
  is_alive: z.boolean(),
})
/** What a worker has done of it. */
export type PartRow = z.infer<typeof partRowSchema>
