import { z } from 'zod'
import { workerSchema } from './worker.ts'

/**
 * What a store says of itself as the target of migrations, one record a source: whether all of it has come.
 * It is of this store alone, and holds nothing of any thread.
 */
export const migrationRecordSchema = z.strictObject({
  /** Of the mark. Those without a `source` have its kind and location here, as `postgres localhost:5432/hitcraft`. */
  id: z.string(),
  /** The source as it was called last, for people. */
  source: z.strictObject({ kind: z.string(), location: z.string() }).optional(),
  /** What the source is, whatever it is called: see `RecordSource.identity`. */
  identity: z.string().optional(),
  /**
   * `under way`: only a part may have come, and the store is refused to all but those that fill, verify and
   * examine it. `whole`: all that the source had when the last pass went over it; without `finishedAt`, a pass began and has
   * written nothing. `given up`: only a part may have come, and somebody wants the store as it is.
   */
  state: z.enum(['under way', 'whole', 'given up']),
  /** Of the last pass. */
  startedAt: z.string(),
  /** Of the last pass that came to its end. */
  finishedAt: z.string().optional(),
  /** What the last pass that came to its end found in the source, by kind (plural names). */
  records: z.record(z.string(), z.int().min(0)),
  /** Pieces of the source that did not come: they do not hold there, or this store would not take them. */
  gaps: z.int().min(0),
  /** Whether all that was in the store when the last pass began had come from this source. */
  isAlone: z.boolean(),
  /**
   * What the store holds by the writes of migrations, one number a kind of record: when it is another at the next
   * pass, somebody else wrote here.
   */
  held: z.record(z.string(), z.string()),
  /** What each page that was being written changes in that number, by kind: one that broke off may have come or not. */
  writing: z.record(z.string(), z.array(z.string())).optional(),
  /** The process that copies, while one does, and the name under which it claimed that. */
  worker: workerSchema.extend({ name: z.string() }).optional(),
})
export type MigrationRecord = z.infer<typeof migrationRecordSchema>
