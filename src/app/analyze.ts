import { estimateAnalysis as estimateRun } from '../analysis/estimate-analysis.ts'
import type { AnalysisEstimate, EstimateOptions } from '../analysis/estimate-analysis.ts'
import { planAnalysis as planRun, runAnalysis } from '../analysis/run-analysis.ts'
import type { AnalysisPlan, PlanOptions } from '../analysis/run-analysis.ts'
import { filterOfChoice } from '../analysis/choosing/choice-of-key.ts'
import type { ChoiceOptions } from '../analysis/choosing/choose-threads.ts'
import { refuseBudget } from '../analysis/run/asked-by.ts'
import type { RunOptions } from '../analysis/run/run-options.ts'
import type { Choice } from '../domain/analysis/choice.ts'
import type { Run } from '../domain/analysis/run.ts'
import { parseTimeRange } from '../domain/values/time.ts'
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

/** The threads that a choice names, as `analyze` takes them. @throws HitCraftError INVALID_INPUT for times that are none */
export function choiceFilter(
  only: NonNullable<Choice['only']>,
): NonNullable<ChoiceOptions['only']> {
  return { ...filterOfChoice({ only }), ...parseTimeRange(only) }
}

/**
 * Refuses now what would be refused when it is its turn.
 *
 * @throws HitCraftError INVALID_INPUT for a budget that cannot be kept, and for what cannot be chosen by
 */
export async function refuseAnalysis(
  { store, analyzer }: Analyzed,
  options: Pick<RunOptions, 'budget' | 'only'>,
): Promise<void> {
  refuseBudget(analyzer, options.budget)
  if (options.only !== undefined) await planRun(store, analyzer, options)
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
