import { z } from 'zod'
import { jsonValueSchema } from './values/json.ts'

export const importStatusSchema = z.enum(['queued', 'reading', 'done', 'failed', 'interrupted'])

/** One load of one file. */
export const importRecordSchema = z.strictObject({
  /** Sorts by start: `<startedAt>-<8 hex digits>`. */
  id: z.string(),
  /** The file's own name, without its folder; `-` for standard input. */
  file: z.string(),
  /**
   * SHA-256 of the file's bytes as they lie on disk: an interrupted import of it goes on. Of a log in a
   * zip, with `#` and the numbers of the members it lies in (`…#3`, `…#3.0`); of an import that ended
   * between two logs, with `#` alone.
   */
  fileHash: z.string().optional(),
  format: z.string().optional(),
  status: importStatusSchema,
  /** The process that reads it, while one does: machine, number, start. */
  owner: z.string().optional(),
  startedAt: z.string(),
  /** The moment that times are believed against, a day and more behind which are a broken clock's. */
  clock: z.string().optional(),
  finishedAt: z.string().optional(),
  /** Size of the file on disk, and how many bytes of its (unpacked) content are acknowledged. */
  bytes: z.int().min(0),
  bytesRead: z.int().min(0),
  messages: z.int().min(0),
  /** Threads. */
  added: z.int().min(0),
  updated: z.int().min(0),
  unchanged: z.int().min(0),
  /** Threads that were erased before and stay so. */
  erased: z.int().min(0),
  /** Threads whose stored bytes were damaged and that this file had whole: they were written again. */
  repaired: z.int().min(0).optional(),
  /** Pieces that could not be read; each stands in `rejectsFile`. */
  rejected: z.int().min(0),
  rejectsFile: z.string().optional(),
  /** What the reader should know (a cut end, console output skipped), each once. */
  notes: z.array(z.string()),
  /** Where to go on after an interruption; opaque to all but the importer. */
  resume: jsonValueSchema.optional(),
  /** Why it failed: code and message, never chat text. */
  error: z.strictObject({ code: z.string(), message: z.string() }).optional(),
})
export type ImportRecord = z.infer<typeof importRecordSchema>

/** One piece of a file that could not be read: a line of the rejects file (JSON Lines). */
export interface Reject {
  /** Byte offset in the unpacked content. */
  readonly offset: number
  /** 1-based, where the format has lines. */
  readonly line?: number
  /** Bytes of the piece. */
  readonly length: number
  readonly reason: string
  /** The stored thread that it is about; an erasure of it takes the reason away. */
  readonly threadId?: string
}
