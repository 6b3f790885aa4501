import { z } from 'zod'

export const runStatusSchema = z.enum(['running', 'done', 'failed', 'interrupted'])

/** One pass over the pending threads. */
export const runSchema = z.strictObject({
  /** Sorts by start: `<startedAt>-<8 hex digits>`. */
  id: z.string(),
  analyzerKey: z.string(),
  startedAt: z.string(),
  finishedAt: z.string().optional(),
  status: runStatusSchema,
  /** Threads that were pending when the run began, after `limit`. */
  planned: z.int().min(0),
  analyzed: z.int().min(0),
  failed: z.int().min(0),
  /** The first failures, one line a thread: code and message, never chat text. At most 100. */
  errors: z.array(z.strictObject({ threadId: z.string(), code: z.string(), message: z.string() })),
  /**
   * The topic model under which every thread that was analyzed had its topic when the run ended. Absent where it
   * ended before that.
   */
  topicModelId: z.string().optional(),
  /** Only while running: who works on it, and when it last said so (a dead run is found by these). */
  worker: z
    .strictObject({
      host: z.string(),
      pid: z.int(),
      /** In which processes of the host `pid` is one. Absent where the system does not tell. */
      pidSpace: z.string().optional(),
      heartbeatAt: z.string(),
    })
    .optional(),
})
export type Run = z.infer<typeof runSchema>

/** One line of the analysis history: what was done, never undone. */
export const historyEntrySchema = z.strictObject({
  /**
   * Unique and ordered by time: `<timestamp>-<run id's end>-<SHA-256 of the thread id, 16 digits>`; of one
   * that was taken over see `adoptedHistory`.
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
