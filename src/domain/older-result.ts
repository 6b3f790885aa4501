import { z } from 'zod'
import { jsonValueSchema } from './values/json.ts'

/**
 * A result of the older app as that app wrote it. Nothing of it was verified: its quotes may not be in any message,
 * and no report counts it.
 */
export const olderResultSchema = z.strictObject({
  /** The path of its file in the folder of the older app: `analysis_results/<name>.json`. */
  id: z.string(),
  /** ISO 8601, UTC; absent where the older app's history does not say it. */
  madeAt: z.string().optional(),
  /** Threads that it speaks of; all that there were where it does not tell. */
  threadIds: z.array(z.string()),
  /** What the file holds: JSON, or a text. Absent once a thread that it speaks of was erased. */
  content: jsonValueSchema.optional(),
})
export type OlderResult = z.infer<typeof olderResultSchema>
