import { join } from 'node:path'
import { parseTimeRange } from '../domain/values/time.ts'
import { writeOutFile } from '../files/out-file.ts'
import { buildReport } from '../insights/build-report.ts'
import type { ReportFilter } from '../insights/build-report.ts'
import { reportFileName } from '../insights/render/filter-text.ts'
import { renderHtml } from '../insights/render/html.ts'
import { renderMarkdown } from '../insights/render/markdown.ts'
import type { Report } from '../insights/report.ts'
import type { Workspace } from './workspace.ts'

/** How a report is written: `json` as the document itself, `md` and `html` for people. */
export const REPORT_FORMATS = {
  json: (report) => `${JSON.stringify(report, undefined, 2)}\n`,
  md: renderMarkdown,
  html: renderHtml,
} as const satisfies Record<string, (report: Report) => string>

export type ReportFormat = keyof typeof REPORT_FORMATS

/**
 * Which threads a report speaks of; absent conditions let all pass. A bound of time is a date (its midnight,
 * UTC) or a date and time with a zone.
 */
export type ReportScope = Omit<ReportFilter, 'analyzerKey'>

/**
 * Counts the analyses that pass into a report. Code counts, never a model, and every quote in it was held
 * against its stored message just now. What is pending is not in it (`usage.pending`).
 *
 * @throws HitCraftError INVALID_INPUT for a time that is none and for a range that ends before it begins;
 *   anything of the store
 */
export async function makeReport(
  { store, analyzer }: Pick<Workspace, 'store' | 'analyzer'>,
  scope: ReportScope = {},
): Promise<Report> {
  return buildReport(store, { ...scope, ...parseTimeRange(scope), analyzerKey: analyzer.key })
}

/** The report as text: an HTML file that needs nothing else, CommonMark with tables, or JSON. */
export function renderReport(report: Report, format: ReportFormat): string {
  return REPORT_FORMATS[format](report)
}

/**
 * Writes a report into the folder of results, where an erasure finds it when it speaks of erased threads.
 * @param name default: after its filter, `report-from-2025-03-01.html`. One that is there is replaced
 * @returns the path
 * @throws HitCraftError PERMISSION, NO_SPACE
 */
export async function saveReport(
  { folders }: Pick<Workspace, 'folders'>,
  report: Report,
  format: ReportFormat,
  name = reportFileName(report, format),
): Promise<string> {
  const path = join(folders.results, name)
  await writeOutFile(path, [renderReport(report, format)])
  return path
}
