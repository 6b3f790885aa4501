import { estimateAnalysis as estimateRun } from '../analysis/estimate-analysis.ts'
import type { AnalysisEstimate, EstimateOptions } from '../analysis/estimate-analysis.ts'
import { planAnalysis as planRun, runAnalysis } from '../analysis/run-analysis.ts'
import type { AnalysisPlan, PlanOptions } from '../analysis/run-analysis.ts'
import type { RunOptions } from '../analysis/run/run-options.ts'
import type { Run } from '../domain/analysis/run.ts'
import type { Workspace } from './workspace.ts'

export type { AnalysisEstimate } from '../analysis/estimate-analysis.ts'
export type { ChoiceOptions } from '../analysis/choosing/choose-threads.ts'

type Analyzed = Pick<Workspace, 'store' | 'analyzer'>

/** How many threads are pending, and how many `analyze` would take. */
export function planAnalysis(
  { store, analyzer }: Analyzed,
  options: PlanOptions = {},
): Promise<AnalysisPlan> {
  return planRun(store, analyzer, options)
}

/**
 * What `analyze` would do, without doing it: which threads and why, and where a model is asked, how many calls, tokens, what
 * they cost and how long they take.
 *
 * @throws HitCraftError of the store, and of a service that counts tokens
 */
export function estimateAnalysis(
  { store, analyzer }: Analyzed,
  options: EstimateOptions = {},
): Promise<AnalysisEstimate> {
  return estimateRun(store, analyzer, options)
}

/**
 * Analyzes the pending threads, each once, and assigns their topics. Each result is stored as it comes, so
 * whatever ends the run, the next one goes on from there. A thread that fails is counted and stays pending.
 *
 * @returns the run: `done`, `interrupted` by the signal, at the end of its `budget`, or stopped by an `outage`
 * @throws HitCraftError as `runAnalysis`; the run is then `failed`, if that can still be written
 */
export function analyze({ store, analyzer }: Analyzed, options: RunOptions = {}): Promise<Run> {
  return runAnalysis(store, analyzer, options)
}
