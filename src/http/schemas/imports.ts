import { z } from 'zod'
import { errorBodySchema } from './error.ts'

/** Uploads and imports. */

/** `uploading` while bytes come, `stalled` while some are missing and nobody sends them. */
const importStatusSchema = z.enum([
  'uploading',
  'stalled',
  'queued',
  'reading',
  'done',
  'failed',
  'interrupted',
])

/** One import: waiting, under way, or done. */
export const importItemSchema = z.strictObject({
  id: z.string(),
  file: z.string(),
  format: z.string().optional(),
  status: importStatusSchema,
  /** When it was received, or when the import began. */
  startedAt: z.string(),
  finishedAt: z.string().optional(),
  bytes: z.int(),
  /** Of an upload how many came; of an import how many were read, of the unpacked content. */
  bytesRead: z.int(),
  /** What `bytesRead` grows to, where known. */
  bytesTotal: z.int().optional(),
  /** Threads read so far. */
  threads: z.int(),
  messages: z.int(),
  added: z.int(),
  updated: z.int(),
  unchanged: z.int(),
  erased: z.int(),
  /** Threads whose stored bytes were damaged and that the file held whole. */
  repaired: z.int(),
  rejected: z.int(),
  notes: z.array(z.string()),
  error: errorBodySchema.shape.error.optional(),
  /** Whether the server can cancel or dismiss it. */
  cancellable: z.boolean(),
})

export type ImportItem = z.infer<typeof importItemSchema>

export const uploadQuerySchema = z.strictObject({ name: z.string().min(1).max(1000) })

/** Announces a file whose bytes come by `PUT`, in as many requests as it takes. */
export const announceSchema = z.strictObject({
  name: z.string().min(1).max(1000),
  size: z.int().min(0),
  /** Tells the file from others of its name and size; the same one finds a half upload again. */
  mark: z.string().min(1).max(200),
  /** The folders it was chosen with, as in `logs/march`: what is no log is then passed over, without a record. */
  folder: z.string().min(1).max(4000).optional(),
})

export type Announce = z.infer<typeof announceSchema>

/** Where the bytes of a request belong: behind those that are here. */
export const appendQuerySchema = z.strictObject({ offset: z.coerce.number().int().min(0) })

/** What a cancelled import had stored before: it stays, and is analyzed like all. */
export const cancelledSchema = z.strictObject({
  id: z.string(),
  kept: z.strictObject({ threads: z.int(), messages: z.int() }),
})

export type Cancelled = z.infer<typeof cancelledSchema>

export const importListSchema = z.strictObject({
  items: z.array(importItemSchema),
  next: z.string().optional(),
})

export type ImportList = z.infer<typeof importListSchema>

export const rejectListSchema = z.strictObject({
  items: z.array(
    z.strictObject({
      offset: z.int(),
      line: z.int().optional(),
      length: z.int(),
      reason: z.string(),
    }),
  ),
  /** Whether there are more than are listed. */
  more: z.boolean(),
})

export type RejectList = z.infer<typeof rejectListSchema>
