import { z } from 'zod'
import { sha256 } from '../values/canonical-json.ts'
import { workerSchema } from '../worker.ts'
import { choiceSchema } from './choice.ts'
import { budgetSchema, spendingSchema } from './spending.ts'

/**
 * `done`: nothing that it could do was left. `budget`: what was left of the budget was less than another call may cost.
 * `outage`: the service of a model did not answer any more, which no thread has failed for.
 */
export const runStatusSchema = z.enum([
  'running',
  'done',
  'failed',
  'interrupted',
  'budget',
  'outage',
])

/** One pass over the pending threads. */
export const runSchema = z.strictObject({
  schemaVersion: z.literal(2),
  /** Sorts by start: `<startedAt>-<8 hex digits>`. */
  id: z.string(),
  analyzerKey: z.string(),
  startedAt: z.string(),
  finishedAt: z.string().optional(),
  status: runStatusSchema,
  /** Why it ended before its work was done, one line, never chat text. */
  reason: z.string().optional(),
  /** Threads that were pending when the run began, of those chosen, after `limit`. */
  planned: z.int().min(0),
  /** Absent: all that was pending. */
  choice: choiceSchema.optional(),
  analyzed: z.int().min(0),
  failed: z.int().min(0),
  /**
   * All that failed, by the code of the error; `unknown` of a run of an earlier version that did not keep them all.
   */
  failedBy: z.record(z.string(), z.int().min(1)),
  /** The first failures, one line a thread: code and message, never chat text. At most 100. */
  errors: z.array(z.strictObject({ threadId: z.string(), code: z.string(), message: z.string() })),
  /**
   * What was asked of a model. Of a run that was killed, as it stood a second or two before. Absent where none was
   * asked.
   */
  spending: spendingSchema.optional(),
  /** The most that it might spend; absent: no bound. Of a part it is the budget of all parts together. */
  budget: budgetSchema.optional(),
  /** The same for all parts of a run that several workers did; absent where it was done by one alone. */
  partOf: z.string().optional(),
  /**
   * The topic model under which every thread that was analyzed had its topic when the run ended. Absent where it
   * ended before that.
   */
  topicModelId: z.string().optional(),
  /** Only while running: who works on it. */
  worker: workerSchema.optional(),
})
export type Run = z.infer<typeof runSchema>

/** The first 16 digits of the SHA-256 of a thread's id, in which the ids of its lines of the history end. */
export function threadDigits(threadId: string): string {
  return sha256(threadId).slice(0, 16)
}

/** One line of the analysis history: what was done, never undone. */
export const historyEntrySchema = z.strictObject({
  /**
   * Unique and ordered by time: `<timestamp>-<run id's end>-<threadDigits>`; of one that was taken over see
   * `adoptedHistory`.
   */
  id: z.string(),
  threadId: z.string(),
  runId: z.string(),
  analyzerKey: z.string(),
  contentHash: z.string(),
  /** Absent, like the time, where a history that was taken over does not say it. */
  messageCount: z.int().min(0).optional(),
  timestamp: z.string().optional(),
})
export type HistoryEntry = z.infer<typeof historyEntrySchema>
