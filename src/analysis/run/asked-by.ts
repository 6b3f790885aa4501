import type { BudgetLimit } from '../../domain/analysis/spending.ts'
import { HitCraftError } from '../../errors/hitcraft-error.ts'
import { priceOf } from '../models/prices/price-table.ts'
import { refuseUnpriced } from '../models/runs/account.ts'
import { openRunCalls } from '../models/runs/run-calls.ts'
import type { RunCalls } from '../models/runs/run-calls.ts'
import type { Analyzer } from '../analyzer.ts'
import type { RunOptions } from './run-options.ts'

/** What a run spends, and why it must end. */
export type RunSpending = Pick<RunCalls, 'spending' | 'stop' | 'halt' | 'fail'>

/** An analyzer as a run uses it. */
export interface AskedBy {
  readonly analyzer: Analyzer
  /** Its calls of a model; absent where it asks none. */
  readonly calls?: RunCalls
}

/** @throws HitCraftError INVALID_INPUT for a budget that cannot be kept, or that nothing is spent of */
export function refuseBudget({ asks }: Analyzer, budget: BudgetLimit | undefined): void {
  if (asks !== undefined) refuseUnpriced(priceOf(asks.provider.model), budget)
  else if (budget !== undefined) {
    throw new HitCraftError('INVALID_INPUT', 'this analyzer asks no model, so no budget applies', {
      remedy: 'Leave the budget out: it costs nothing.',
    })
  }
}

/**
 * The analyzer for one run: one that asks a model asks it within the budget of the run, and as often at once as the
 * service bears.
 *
 * @throws HitCraftError INVALID_INPUT for a budget that cannot be kept
 */
export function askedBy(
  analyzer: Analyzer,
  { budget, shared, signal }: Pick<RunOptions, 'budget' | 'shared' | 'signal'>,
): AskedBy {
  refuseBudget(analyzer, budget)
  const { asks } = analyzer
  if (asks === undefined) return { analyzer }
  const calls = openRunCalls(asks.provider, {
    ...(budget === undefined ? {} : { budget }),
    ...(shared === undefined ? {} : { shared }),
    ...(signal === undefined ? {} : { signal }),
  })
  const inner = asks.through(calls.provider)
  return {
    calls,
    analyzer: {
      key: analyzer.key,
      get atOnce() {
        return calls.atOnce
      },
      analyze: (thread, options) => inner.analyze(thread, options),
    },
  }
}
