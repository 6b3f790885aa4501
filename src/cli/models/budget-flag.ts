import { NANO_USD } from '../../domain/written/money.ts'
import type { BudgetLimit } from '../../domain/analysis/spending.ts'
import { visibleLine } from '../../domain/values/visible.ts'
import { wrongUsage } from '../flags.ts'
import type { Flag } from '../flags.ts'

/** The most that a run may spend: `5usd`, `0.25usd`, `200000tokens`. */
export function budget(about: string): Flag<BudgetLimit> {
  return {
    value: 'BUDGET',
    about,
    read(given) {
      const [, amount = '', unit] = /^(\d{1,9}(?:\.\d{1,9})?)(usd|tokens)$/.exec(given) ?? []
      const whole = Math.round(Number(amount) * (unit === 'usd' ? NANO_USD : 1))
      const isWhole = unit === 'usd' || !amount.includes('.')
      if (unit !== undefined && isWhole && whole >= 1 && Number.isSafeInteger(whole)) {
        return unit === 'usd' ? { nanoUsd: whole } : { tokens: whole }
      }
      throw wrongUsage(
        `takes dollars or tokens, as in 5usd or 200000tokens, not "${visibleLine(given).slice(0, 40)}"`,
      )
    },
  }
}
