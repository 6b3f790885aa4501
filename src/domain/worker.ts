import { z } from 'zod'

/** The process that is at work on something, and when it last said so: a dead one is found by these. */
export const workerSchema = z.strictObject({
  host: z.string(),
  pid: z.int(),
  /** In which processes of the host `pid` is one. Absent where the system does not tell. */
  pidSpace: z.string().optional(),
  heartbeatAt: z.string(),
})
export type Worker = z.infer<typeof workerSchema>
