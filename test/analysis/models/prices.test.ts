import { describe, expect, it } from 'vitest'
import { costOf, mostCost, priceOf } from '../../../src/analysis/models/prices/price-table.ts'
import prices from '../../../src/analysis/models/prices/prices.json' with { type: 'json' }

const price = (model: string) => {
  const found = priceOf(model)
  if (found === undefined) throw new Error(`no price of ${model}`)
  return found
}
const tokens = (input: number, output: number) => ({ input, output, cacheRead: 0, cacheWrite: 0 })

describe('the price table', () => {
  it('names the day and whole thousandths of a dollar, so that a token costs whole billionths', () => {
    for (const { asOf, ...rates } of Object.values(prices)) {
      expect(asOf).toMatch(/^\d{4}-\d{2}-\d{2}$/)
      const all = JSON.stringify(rates).match(/(?<=:)[\d.]+/g) ?? []
      expect(all.length).toBeGreaterThanOrEqual(4)
      for (const rate of all) expect(rate).toMatch(/^\d+(\.\d{1,3})?$/)
    }
  })

  it('knows a model with the date of its release, and no other of the same beginning', () => {
    expect(priceOf('claude-haiku-4-5-20251001')).toBe(price('claude-haiku-4-5'))
    expect(priceOf('gpt-4o-2024-08-06')).toBe(price('gpt-4o'))
    for (const unknown of ['gpt-4o-audio', 'claude-haiku', 'llama3.2:3b', 'constructor', '']) {
      expect(priceOf(unknown)).toBeUndefined()
    }
  })

  it('prices tokens exactly', () => {
    expect(costOf(price('claude-sonnet-4-5'), tokens(1_000_000, 1_000_000))).toBe(18_000_000_000)
    expect(costOf(price('gpt-5-nano'), { ...tokens(0, 0), cacheRead: 1 })).toBe(5)
  })

  it('prices a long prompt by its own rates, all of it', () => {
    const haiku = price('claude-haiku-5-5')
    expect(costOf(haiku, tokens(100_000, 1000))).toBe(100_000 * 100 + 1000 * 500)
    expect(costOf(haiku, tokens(100_001, 1000))).toBe(100_001 * 500 + 1000 * 2500)
  })

  it('takes the dearest way to count an input for the most', () => {
    expect(mostCost(price('claude-haiku-4-5'), tokens(1000, 10))).toBe(1000 * 1250 + 10 * 5000)
  })
})
