/**
 * HitCraft Chat Analyzer as a library: open a workspace, import logs into it, analyze what is pending, make
 * reports, read, export and erase threads. Everything here is what the command line itself calls.
 *
 * @module
 */
import './require-node.ts'

export { ERROR_CODES } from './errors/error-codes.ts'
export type { ErrorCode } from './errors/error-codes.ts'
export { HitCraftError, isHitCraftError } from './errors/hitcraft-error.ts'

export { loadConfig } from './config.ts'
export type { Config } from './config.ts'
export { openStore } from './app/open-store.ts'
export type { OpenStoreOptions } from './app/open-store.ts'
export { parseStoreUrl } from './storage/parse-store-url.ts'
export type { FileFolders } from './storage/backends/folders.ts'
export type { PostgresOptions } from './storage/postgres/options.ts'
export type { StoreTarget } from './storage/backends/backends.ts'
export type * from './storage/chat-store.ts'

export type {
  Analysis,
  Certainty,
  Failure,
  Finding,
  Fulfilment,
  Outcome,
  Request,
} from './domain/analysis/analysis.ts'
export type { FailureKind } from './domain/analysis/failure-kind.ts'
export { buildThread } from './domain/thread/build-thread.ts'
export type { DraftMessage, DraftThread, ExportContext } from './domain/thread/build-thread.ts'
export type { ContentPart, ItemPart, TextPart } from './domain/thread/content-part.ts'
export { isEvidenceValid } from './domain/analysis/evidence.ts'
export type { Evidence } from './domain/analysis/evidence.ts'
export type { ImportRecord } from './domain/import-record.ts'
export type { Message } from './domain/thread/message.ts'
export type { HistoryEntry, Run } from './domain/analysis/run.ts'
export type { ThreadSummary } from './domain/thread/thread-summary.ts'
export type { Thread } from './domain/thread/thread.ts'

export { openWorkspace } from './app/workspace.ts'
export type { OpenWorkspace, WorkFolders, Workspace, WorkspaceOptions } from './app/workspace.ts'
export { importLog } from './app/import-log.ts'
export type { ImportLogOptions, LogInput, LogStream } from './app/import-log.ts'
export { readRejects } from './app/rejects.ts'
export type { Reject, Rejects } from './app/rejects.ts'
export type { ImportProgress, InputFile } from './importers/import-options.ts'
export { analyze, estimateAnalysis, planAnalysis } from './app/analyze.ts'
export type { AnalysisEstimate } from './app/analyze.ts'
export type { ChoiceOptions } from './app/analyze.ts'
export type { AnalysisPlan } from './analysis/run-analysis.ts'
export type { RunOptions } from './analysis/run/run-options.ts'
export type { Analyzer } from './analysis/analyzer.ts'
export { makeReport, renderReport, saveReport } from './app/report.ts'
export type { ReportFormat, ReportScope } from './app/report.ts'
export type { Report } from './insights/report.ts'
export { describeReport } from './insights/describe-report.ts'
export type { ReportContent, SectionContent } from './insights/describe-report.ts'
export type * from './insights/content.ts'
export { compare, listDifferences } from './app/compare.ts'
export type { Opinions } from './app/compare.ts'
export type { Comparison, Difference, Differences } from './insights/comparing/comparison.ts'
export { readThread } from './app/threads/read-thread.ts'
export type { ReadThread } from './app/threads/read-thread.ts'
export { searchByMeaning } from './app/threads/search-by-meaning.ts'
export type {
  NearThread,
  SearchByMeaning,
  SearchByMeaningOptions,
} from './app/threads/search-by-meaning.ts'
export { threadDocument } from './app/threads/thread-document.ts'
export type { ThreadDocument } from './app/threads/thread-document.ts'
export { exportThreads } from './app/threads/export-threads.ts'
export type { ExportedThreads, ExportOptions } from './app/threads/export-threads.ts'
export { eraseThreads, eraseUser } from './app/erase.ts'
export type { Erasure } from './app/erase.ts'
export { statusOf } from './app/status.ts'
export type { Status } from './app/status.ts'
export { migrateStore } from './app/migrate-store.ts'
export type { MigrateStoreOptions } from './app/migrate-store.ts'
export { exportArchive } from './app/moving/export-archive.ts'
export type { WriteArchiveOptions, WrittenArchive } from './migration/archive/write-archive.ts'
export { openFolderSource } from './migration/sources/open-source.ts'
export type { RecordSource, WalkOptions } from './migration/sources/record-source.ts'
export type { FolderSource } from './migration/sources/source-url.ts'
export type { Migration } from './migration/copy/migration.ts'
export { verifyStores } from './app/verify-stores.ts'
export { verifyReceipt } from './migration/verify/verify.ts'
