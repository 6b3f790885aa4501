import type { BudgetLimit, Spending } from '../../domain/analysis/spending.ts'
import type { SharedRun } from '../models/runs/budget/shared-run.ts'
import type { ChoiceOptions } from '../choosing/choose-threads.ts'

/** How a run deals with its batches. */
export interface BatchOptions {
  /** Told of what is waited for, each time that the service was asked for it. */
  readonly onWaiting?: (waiting: WaitingFor) => void
  /** Milliseconds between two questions, at first and at most; each is twice the one before. Default 1,000 and 60,000. */
  readonly pause?: { readonly first: number; readonly longest: number }
  /**
   * Milliseconds after which a service lists each batch that it was given, so that one that it does not list was
   * never given. Default 60,000.
   */
  readonly listedAfter?: number
  /** The id of a batch that its service knows no more: its threads are asked for anew. Default none. */
  readonly giveUp?: string
}

export interface WaitingFor {
  readonly batches: number
  readonly requests: number
  /** Requests that are done with, as far as the service says. */
  readonly done: number
}

export interface RunOptions extends ChoiceOptions {
  /** Most threads of this run; default all that are pending, or chosen. */
  readonly limit?: number
  /** Ends the run after the thread at hand; what was done is kept, what was claimed is given back. */
  readonly signal?: AbortSignal
  /** Threads done of those planned, how many of those done failed, and what was spent on them where a model is asked. */
  readonly onProgress?: (
    done: number,
    planned: number,
    spending?: Spending,
    failed?: number,
  ) => void
  /** The most that the run may spend; only for an analyzer that asks a model. Default no bound. */
  readonly budget?: BudgetLimit
  /** Gives the threads to the service in batches, for half the price, and waits for them; a day at most. */
  readonly batch?: BatchOptions
  /** Where the run is a part of one that several workers do: the budget is that of all parts. */
  readonly shared?: SharedRun
  /** Fits the topics anew. Default: only when there is no topic model. */
  readonly retopic?: boolean
  /**
   * Milliseconds after which others may take what this run has claimed, once it shows no sign of life any more.
   * Default 60,000.
   */
  readonly lease?: number
}
