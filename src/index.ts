/**
 * HitCraft Chat Analyzer as a library: open a store, import logs into it, analyze what is pending and
 * build reports. Everything here is what the command line itself uses.
 *
 * @module
 */
import './require-node.ts'

export { ERROR_CODES } from './errors/error-codes.ts'
export type { ErrorCode } from './errors/error-codes.ts'
export { HitCraftError, isHitCraftError } from './errors/hitcraft-error.ts'

export { loadConfig } from './config.ts'
export type { Config } from './config.ts'
export { openChatStore } from './storage/open-chat-store.ts'
export { parseStoreUrl } from './storage/parse-store-url.ts'
export type { FileFolders } from './storage/backends/folders.ts'
export type { PostgresOptions } from './storage/postgres/options.ts'
export type { StoreTarget } from './storage/backends/backends.ts'
export type * from './storage/chat-store.ts'

export type {
  Analysis,
  Failure,
  FailureKind,
  Finding,
  Outcome,
} from './domain/analysis/analysis.ts'
export { buildThread } from './domain/thread/build-thread.ts'
export type { DraftMessage, DraftThread, ExportContext } from './domain/thread/build-thread.ts'
export type { ContentPart, ItemPart, TextPart } from './domain/thread/content-part.ts'
export { isEvidenceValid } from './domain/analysis/evidence.ts'
export type { Evidence } from './domain/analysis/evidence.ts'
export type { ImportRecord } from './domain/import-record.ts'
export type { Message } from './domain/thread/message.ts'
export type { Report } from './insights/report.ts'
export type { HistoryEntry, Run } from './domain/analysis/run.ts'
export type { ThreadSummary } from './domain/thread/thread-summary.ts'
export type { Thread } from './domain/thread/thread.ts'

export { importFile } from './importers/import-file.ts'
export type { Analyzer } from './analysis/analyzer.ts'
export { openAnalyzer } from './analysis/registry.ts'
export { planAnalysis, runAnalysis } from './analysis/run-analysis.ts'
export { buildReport } from './insights/build-report.ts'
export { renderHtml } from './insights/render/html.ts'
export { renderMarkdown } from './insights/render/markdown.ts'
export { eraseThreads, eraseUser } from './app/erase.ts'
export type { ErasePlaces, Erasure } from './app/erase.ts'
export { migrate } from './migration/migrate.ts'
export { verifyReceipt, verifyStores } from './migration/verify.ts'
