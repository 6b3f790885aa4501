import type { JobWork } from '../../jobs/job-work.ts'
import { analyze, planAnalysis } from '../analyze.ts'
import { importLog } from '../import-log.ts'
import type { Workspace } from '../workspace.ts'

/** What the jobs do in a workspace; when they do it is theirs. */
export function jobWork(workspace: Workspace): JobWork {
  return {
    readFile: (input, options) => importLog(workspace, input, options),
    analyze: (options) => analyze(workspace, options),
    analyzerKey: workspace.analyzer.key,
    isFree: workspace.analyzer.asks === undefined,
    countPending: async () => (await planAnalysis(workspace)).pending,
  }
}
