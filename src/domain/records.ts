import type { z } from 'zod'
import { hashOf } from './values/canonical-json.ts'
import { historyEntrySchema, runSchema } from './analysis/run.ts'
import { importRecordSchema } from './import-record.ts'
import { analysisSchema } from './analysis/analysis.ts'
import { topicAssignmentSchema, topicModelSchema } from './analysis/topic-model.ts'
import { tombstoneSchema } from './thread/tombstone.ts'

/**
 * Every kind of record beside the threads, with its schema and its id. What is listed here is stored,
 * migrated and verified; nothing else needs to be told of a new kind.
 */
export const RECORD_KINDS: { readonly [K in RecordKind]: RecordKindSpec<RecordTypes[K]> } = {
  analysis: { schema: analysisSchema, idOf: (a) => recordId(a.analyzerKey, a.threadId) },
  history: { schema: historyEntrySchema, idOf: (h) => h.id },
  run: { schema: runSchema, idOf: (r) => r.id },
  import: { schema: importRecordSchema, idOf: (i) => i.id },
  topicModel: { schema: topicModelSchema, idOf: (m) => m.id },
  topicAssignment: { schema: topicAssignmentSchema, idOf: (t) => recordId(t.modelId, t.threadId) },
  tombstone: { schema: tombstoneSchema, idOf: (t) => t.id },
}

export interface RecordTypes {
  /** One a thread and analyzer key: the newest. */
  analysis: z.infer<typeof analysisSchema>
  history: z.infer<typeof historyEntrySchema>
  run: z.infer<typeof runSchema>
  import: z.infer<typeof importRecordSchema>
  topicModel: z.infer<typeof topicModelSchema>
  topicAssignment: z.infer<typeof topicAssignmentSchema>
  tombstone: z.infer<typeof tombstoneSchema>
}

export type RecordKind = keyof RecordTypes

interface RecordKindSpec<T> {
  readonly schema: z.ZodType<T>
  readonly idOf: (record: T) => string
}

/** An id of two parts: the first never holds a line feed, so the two come apart again. */
function recordId(first: string, second: string): string {
  return `${first}\n${second}`
}

export function analysisId(analyzerKey: string, threadId: string): string {
  return recordId(analyzerKey, threadId)
}

export function topicAssignmentId(modelId: string, threadId: string): string {
  return recordId(modelId, threadId)
}

/** The id of a record under its kind. */
export function idOfRecord<K extends RecordKind>(kind: K, record: RecordTypes[K]): string {
  return RECORD_KINDS[kind].idOf(record)
}

/** SHA-256 of the record's canonical JSON; stored with it. */
export function recordHash(record: RecordTypes[RecordKind]): string {
  return hashOf(record)
}
