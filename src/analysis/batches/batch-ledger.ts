import type { Batch } from '../../domain/analysis/batch.ts'
import { addSpending, allTokens } from '../../domain/analysis/spending.ts'
import type { BudgetLimit, Spending } from '../../domain/analysis/spending.ts'
import { batchPriceOf } from '../models/prices/price-table.ts'
import { Account } from '../models/runs/account.ts'
import { RunStop } from '../models/runs/run-stop.ts'

/**
 * What a run pays for batches. A batch counts as the most that it can cost until it is collected, whichever run submitted it,
 * so that the same command with the same budget, run again, does not spend it twice.
 */
export class BatchLedger {
  /** By which it is known what requests cost at most. */
  readonly account: Account
  readonly #limit: BudgetLimit | undefined
  #spending: Spending

  /** @throws HitCraftError INVALID_INPUT for a budget in dollars where no price is known */
  constructor(model: string, limit: BudgetLimit | undefined) {
    this.account = new Account(batchPriceOf(model), limit, new RunStop())
    this.#limit = limit
    this.#spending = this.account.spending
  }

  /** Of the batches that were collected. */
  get spending(): Spending {
    return this.#spending
  }

  add(spending: Spending): void {
    this.#spending = addSpending(this.#spending, spending)
  }

  /** What is left of the budget beside open batches, in its units; less than nothing where earlier runs had larger ones. */
  roomBeside(open: readonly Batch[]): number {
    if (this.#limit === undefined) return Number.POSITIVE_INFINITY
    const held = open.reduce((sum, { most }) => sum + this.#units(most), 0)
    return this.#cap - this.#spent - held
  }

  get #cap(): number {
    if (this.#limit === undefined) return Number.POSITIVE_INFINITY
    return 'tokens' in this.#limit ? this.#limit.tokens : this.#limit.nanoUsd
  }

  get #spent(): number {
    const { tokens, nanoUsd, uncertain } = this.#spending
    const known = this.#units({ tokens: allTokens(tokens), nanoUsd })
    return known + (uncertain === undefined ? 0 : this.#units(uncertain))
  }

  #units({
    tokens,
    nanoUsd = 0,
  }: {
    readonly tokens: number
    readonly nanoUsd?: number | undefined
  }) {
    return this.#limit !== undefined && 'tokens' in this.#limit ? tokens : nanoUsd
  }
}
