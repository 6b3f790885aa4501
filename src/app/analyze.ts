import { planAnalysis as planRun, runAnalysis } from '../analysis/run-analysis.ts'
import type { AnalysisPlan } from '../analysis/run-analysis.ts'
import type { RunOptions } from '../analysis/run/run-options.ts'
import type { Run } from '../domain/analysis/run.ts'
import type { Workspace } from './workspace.ts'

type Analyzed = Pick<Workspace, 'store' | 'analyzer'>

/** What `analyze` would do, without doing it: how many threads are pending, and how many it would take. */
export function planAnalysis(
  { store, analyzer }: Analyzed,
  options: Pick<RunOptions, 'limit'> = {},
): Promise<AnalysisPlan> {
  return planRun(store, analyzer, options)
}

/**
 * Analyzes the pending threads, each once, and assigns their topics. Each result is stored as it comes, so
 * whatever ends the run, the next one goes on from there. A thread that fails is counted and stays pending.
 *
 * @returns the run: `done`, or `interrupted` by the signal
 * @throws HitCraftError of the store; the run is then `failed`, if that can still be written
 */
export function analyze({ store, analyzer }: Analyzed, options: RunOptions = {}): Promise<Run> {
  return runAnalysis(store, analyzer, options)
}
