import { addTokens, allTokens, NO_TOKENS } from '../../../domain/analysis/spending.ts'
import type { BudgetLimit, Spending, Tokens } from '../../../domain/analysis/spending.ts'
import { HitCraftError, isHitCraftError } from '../../../errors/hitcraft-error.ts'
import type { ModelProvider } from '../model-provider.ts'
import { costOf, mostCost } from '../prices/price-table.ts'
import type { Price } from '../prices/price-table.ts'
import { OwnBudget } from './budget/budget.ts'
import type { Budget } from './budget/budget.ts'
import { mostTokens } from './most-tokens.ts'
import type { MostTokens } from './most-tokens.ts'
import type { RunStop } from './run-stop.ts'
import { SharedBudget } from './budget/shared-budget.ts'
import type { SharedRun } from './budget/shared-run.ts'

/** The most that a call can cost. */
export interface Most {
  readonly tokens: number
  readonly nanoUsd: number
  /** What of the two the budget counts. */
  readonly units: number
}

/** Statuses of a gateway that did not wait for the answer, which may be written and charged behind it. */
const LOST = new Set([408, 499, 504, 524])

/**
 * What the calls of a run cost, and its budget. A call that was answered costs what its tokens do; one that never left, or
 * that the service refused or failed (it gave a status, or says in a batch that it is not charged), costs nothing. Where nobody knows, as nothing was
 * heard, a gateway did not wait, or the answer names no tokens, it may cost the most that it can, and
 * is counted so against the budget.
 */
export class Account {
  readonly #price: Price | undefined
  readonly #countsTokens: boolean
  readonly #budget: Budget
  #answered = 0
  #tokens: Tokens = NO_TOKENS
  #nanoUsd = 0
  #saved = 0
  #uncertain = { calls: 0, tokens: 0, nanoUsd: 0 }
  readonly #failed = new Map<string, number>()

  /**
   * @param shared where the budget is that of several runs
   * @throws HitCraftError INVALID_INPUT for a budget in dollars where no price is known
   */
  constructor(
    price: Price | undefined,
    limit: BudgetLimit | undefined,
    stop: RunStop,
    shared?: SharedRun,
  ) {
    this.#price = price
    this.#countsTokens = limit !== undefined && 'tokens' in limit
    refuseUnpriced(price, limit)
    this.#budget =
      shared === undefined ? new OwnBudget(capOf(limit), stop) : new SharedBudget(shared, stop)
  }

  get spending(): Spending {
    const { calls, tokens, nanoUsd } = this.#uncertain
    const money = (amount: number) => (this.#price === undefined ? {} : { nanoUsd: amount })
    return {
      answered: this.#answered,
      tokens: this.#tokens,
      ...money(this.#nanoUsd),
      ...(this.#price?.share === undefined ? {} : { saved: this.#saved }),
      failed: Object.fromEntries([...this.#failed].sort(([a], [b]) => (a < b ? -1 : 1))),
      ...(calls === 0 ? {} : { uncertain: { calls, tokens, ...money(nanoUsd) } }),
    }
  }

  /** The provider, each of whose calls is paid from this account. */
  paying(provider: ModelProvider): ModelProvider {
    return {
      ...provider,
      ask: async (request, options = {}) => {
        const most = this.mostOf(mostTokens(request))
        const settle = await this.#budget.hold(most.units, options.signal)
        let cost = 0
        try {
          const answer = await provider.ask(request, options)
          cost = this.took(answer.usage, most)
          return answer
        } catch (error) {
          cost = this.failedBy(error, most)
          throw error
        } finally {
          await settle(cost)
        }
      },
    }
  }

  /** What a call comes to that takes so many tokens. */
  mostOf({ input, output }: MostTokens): Most {
    const tokens = input + output
    const nanoUsd = this.#price === undefined ? 0 : mostCost(this.#price, { input, output })
    return { tokens, nanoUsd, units: this.#countsTokens ? tokens : nanoUsd }
  }

  /** Counts an answer. @returns what it cost, in units of the budget */
  took(usage: Tokens | undefined, most: Most): number {
    this.#answered++
    if (usage === undefined) return this.#mayHaveTaken(most)
    const nanoUsd = this.#price === undefined ? 0 : costOf(this.#price, usage)
    this.#tokens = addTokens(this.#tokens, usage)
    this.#nanoUsd += nanoUsd
    if (this.#price?.share !== undefined) {
      this.#saved += costOf({ ...this.#price, share: 1 }, usage) - nanoUsd
    }
    return this.#countsTokens ? allTokens(usage) : nanoUsd
  }

  /** Counts a call that failed. @returns what it may have cost, in units of the budget */
  failedBy(error: unknown, most: Most): number {
    const { status, sent, charged } = isHitCraftError(error) ? error.details : {}
    const kind = kindOf(error)
    this.#failed.set(kind, (this.#failed.get(kind) ?? 0) + 1)
    const isFree =
      sent === false || charged === false || (typeof status === 'number' && !LOST.has(status))
    return isFree ? 0 : this.#mayHaveTaken(most)
  }

  #mayHaveTaken(most: Most): number {
    const { calls, tokens, nanoUsd } = this.#uncertain
    this.#uncertain = {
      calls: calls + 1,
      tokens: tokens + most.tokens,
      nanoUsd: nanoUsd + most.nanoUsd,
    }
    return most.units
  }
}

/** How a call fared, in a word. */
function kindOf(error: unknown): string {
  if (isHitCraftError(error, 'ANSWER_MALFORMED')) return 'malformed'
  const { status, fared } = isHitCraftError(error) ? error.details : {}
  if (typeof fared === 'string') return fared
  return typeof status === 'number' ? String(status) : 'no answer'
}

/** Without a limit nothing is held back. */
function capOf(limit: BudgetLimit | undefined): number {
  if (limit === undefined) return Number.POSITIVE_INFINITY
  return 'tokens' in limit ? limit.tokens : limit.nanoUsd
}

/** @throws HitCraftError INVALID_INPUT for a budget in dollars where no price is known */
export function refuseUnpriced(price: Price | undefined, limit: BudgetLimit | undefined): void {
  if (price !== undefined || limit === undefined || 'tokens' in limit) return
  throw new HitCraftError(
    'INVALID_INPUT',
    'no price of this model is known, so a budget in dollars cannot be kept',
    { remedy: 'Give the budget in tokens, as in --budget 200000tokens.' },
  )
}
