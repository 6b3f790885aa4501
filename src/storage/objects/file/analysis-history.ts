import { listRecords } from '../catalog/catalog-records.ts'
import type { BaseContext } from './file-context.ts'
import { writeWhole } from './disk/write.ts'

/** Newest runs that the file lists; all of them stand in the run records. */
const MOST_RUNS = 1000

/** Writes the seed's `analysis_history.json` anew: a view of the run records for other programs. */
export function writeAnalysisHistory({ catalog, fs, layout }: BaseContext): void {
  const analyses = listRecords(catalog, 'run', { descending: true, limit: MOST_RUNS })
    .toReversed()
    .map((run) => ({
      id: run.id,
      timestamp: run.finishedAt ?? run.startedAt,
      date: run.startedAt.slice(0, 10),
      session_id: run.id,
      filename: `history/${run.id.replaceAll(':', '')}.jsonl`,
      thread_count: run.analyzed,
      analyzer_key: run.analyzerKey,
      status: run.status,
    }))
  const document = {
    analyses,
    latest: analyses.at(-1)?.id ?? null,
    last_updated: analyses.at(-1)?.timestamp ?? null,
  }
  const part = `${layout.analysisHistory}.${process.pid}.part`
  writeWhole(fs, layout.analysisHistory, `${JSON.stringify(document, undefined, 2)}\n`, part)
}
