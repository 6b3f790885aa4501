import type { JobWork } from '../../jobs/job-work.ts'
import { analyze, planAnalysis } from '../analyze.ts'
import { isNoLog } from '../../importers/no-log.ts'
import { importLog } from '../import-log.ts'
import type { Workspace } from '../workspace.ts'

/** What the jobs do in a workspace; when they do it is theirs. */
export function jobWork(workspace: Workspace): JobWork {
  return {
    async readFile(input, { onNoLog, ...options }) {
      if (onNoLog === undefined) return importLog(workspace, input, options)
      try {
        return await importLog(workspace, input, { ...options, ofFolder: true })
      } catch (error) {
        if (!isNoLog(error)) throw error
        onNoLog(String(error.details['seen']))
        return []
      }
    },
    analyze: (options) => analyze(workspace, options),
    analyzerKey: workspace.analyzer.key,
    isFree: workspace.analyzer.asks === undefined,
    countPending: async () => (await planAnalysis(workspace)).pending,
  }
}
