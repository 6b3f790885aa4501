import type { Analysis } from '../../domain/analysis/analysis.ts'
import type { Thread } from '../../domain/thread/thread.ts'
import type { Analyzer } from '../analyzer.ts'
import { openAnalyzer } from '../registry.ts'
import type { AnalyzerName } from '../registry.ts'
import { serveTasks } from './serve-tasks.ts'

/** A thread to be analyzed apart. */
export interface AnalysisTask {
  readonly analyzer: AnalyzerName
  readonly thread: Thread
}

const opened = new Map<AnalyzerName, Promise<Analyzer>>()

serveTasks(async ({ analyzer: name, thread }: AnalysisTask): Promise<Analysis> => {
  const analyzer = opened.get(name) ?? openAnalyzer(name)
  opened.set(name, analyzer)
  return (await analyzer).analyze(thread)
})
