import { analysisKind } from './analysis.ts'
import { batchKind } from './batch.ts'
import { historyKind } from './history.ts'
import { importKind } from './import.ts'
import { migrationKind } from './migration.ts'
import { olderResultKind } from './older-result.ts'
import { runKind } from './run.ts'
import { tombstoneKind } from './tombstone.ts'
import { topicAssignmentKind } from './topic-assignment.ts'
import { topicModelKind } from './topic-model.ts'
import { windowAnswersKind } from './window-answers.ts'

/**
 * The one table of the kinds of records beside the threads. What is listed here is stored, listed,
 * filtered by, migrated, verified and erased; nothing else names all kinds. A migration goes in the order
 * of the table, so that what a record stands on stands above it.
 */
export const KINDS = {
  tombstone: tombstoneKind,
  topicModel: topicModelKind,
  run: runKind,
  batch: batchKind,
  import: importKind,
  analysis: analysisKind,
  windowAnswers: windowAnswersKind,
  topicAssignment: topicAssignmentKind,
  history: historyKind,
  olderResult: olderResultKind,
  migration: migrationKind,
} as const
