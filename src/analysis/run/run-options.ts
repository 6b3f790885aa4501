import type { BudgetLimit, Spending } from '../../domain/analysis/spending.ts'
import type { ChoiceOptions } from '../choosing/choose-threads.ts'

export interface RunOptions extends ChoiceOptions {
  /** Most threads of this run; default all that are pending, or chosen. */
  readonly limit?: number
  /** Ends the run after the thread at hand; what was done is kept, what was claimed is given back. */
  readonly signal?: AbortSignal
  /** Threads done (failed ones among them) of those planned, and what was spent on them where a model is asked. */
  readonly onProgress?: (done: number, planned: number, spending?: Spending) => void
  /** The most that the run may spend; only for an analyzer that asks a model. Default no bound. */
  readonly budget?: BudgetLimit
  /** Fits the topics anew. Default: only when there is no topic model. */
  readonly retopic?: boolean
  /**
   * Milliseconds after which others may take what this run has claimed, once it shows no sign of life any more.
   * Default 60,000.
   */
  readonly lease?: number
}
