import type { Report } from '../insights/report.ts'
import type { InProcessJobs } from '../jobs/in-process/in-process-jobs.ts'
import type { ChatStore } from '../storage/chat-store.ts'

/** What the routes work on. */
export interface ApiContext {
  readonly store: ChatStore
  readonly jobs: InProcessJobs
  readonly analyzerKey: string
  readonly reports: ReportMaker
  readonly maxUploadBytes: number
  /** Where reject lists lie. */
  readonly resultsFolder: string
  /** The built page; absent: the API alone. */
  readonly pageFolder?: string
  /** Told of every error that was not raised on purpose. */
  readonly onError?: (error: unknown) => void
}

export interface ReportFilter {
  readonly analyzerKey: string
  readonly from?: string
  readonly to?: string
  readonly topic?: string
  readonly language?: string
}

/** Builds and renders reports. */
export interface ReportMaker {
  build(store: ChatStore, filter: ReportFilter): Promise<Report>
  markdown(report: Report): string
  html(report: Report): string
}
