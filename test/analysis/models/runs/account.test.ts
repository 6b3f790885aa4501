import { describe, expect, it } from 'vitest'
import { Account } from '../../../../src/analysis/models/runs/account.ts'
import { mostTokens } from '../../../../src/analysis/models/runs/most-tokens.ts'
import { RunStop } from '../../../../src/analysis/models/runs/run-stop.ts'
import { mostCost, priceOf } from '../../../../src/analysis/models/prices/price-table.ts'
import type { BudgetLimit } from '../../../../src/domain/analysis/spending.ts'
import { HitCraftError } from '../../../../src/errors/hitcraft-error.ts'
import { down, fakeProvider, requestOf, usageOf } from './fake-provider.ts'
import type { FakeProvider } from './fake-provider.ts'

const PRICE = priceOf('claude-haiku-4-5')
const REQUEST = requestOf('how do I export?')
const MOST = mostTokens(REQUEST)
const MOST_TOKENS = MOST.input + MOST.output
const MOST_COST = PRICE === undefined ? 0 : mostCost(PRICE, MOST)

function paying(fake: FakeProvider, limit?: BudgetLimit) {
  const stop = new RunStop()
  const account = new Account(priceOf(fake.model), limit, stop)
  const provider = account.paying(fake)
  return { account, stop, ask: () => provider.ask(REQUEST, { signal: stop.signal }) }
}

describe('an account', () => {
  it('counts tokens and cost of what was answered, and the failures by kind', async () => {
    const fake = fakeProvider((_, call) => {
      if (call === 2) return down(429)
      if (call === 3) return new HitCraftError('INVALID_INPUT', 'no', { details: { status: 400 } })
      return { usage: usageOf(1000, 200, 300, 400) }
    })
    const { account, ask } = paying(fake)
    await ask()
    await expect(ask()).rejects.toMatchObject({ code: 'UNAVAILABLE' })
    await expect(ask()).rejects.toMatchObject({ code: 'INVALID_INPUT' })
    await ask()
    expect(account.spending).toEqual({
      answered: 2,
      tokens: usageOf(2000, 400, 600, 800),
      // A dollar for a million read, 5 written, 0.10 from the cache, 1.25 into it.
      nanoUsd: 2000 * 1000 + 400 * 5000 + 600 * 100 + 800 * 1250,
      failed: { '400': 1, '429': 1 },
    })
  })

  it('counts an answer that is none under its own kind, and as one that may be charged', async () => {
    const { account, ask } = paying(
      fakeProvider(() => new HitCraftError('ANSWER_MALFORMED', 'no message')),
    )
    await expect(ask()).rejects.toMatchObject({ code: 'ANSWER_MALFORMED' })
    expect(account.spending).toMatchObject({ failed: { malformed: 1 }, uncertain: { calls: 1 } })
  })

  it('names no cost of a model without a price', async () => {
    const { account, ask } = paying(fakeProvider(() => ({}), 'unheard-of'))
    await ask()
    expect(account.spending).not.toHaveProperty('nanoUsd')
    expect(() => new Account(undefined, { nanoUsd: 1 }, new RunStop())).toThrow(
      'no price of this model is known',
    )
  })

  it('counts the most for a call of which nothing was heard, apart from what is known', async () => {
    const { account, ask } = paying(fakeProvider((_, call) => (call === 1 ? down() : {})))
    await expect(ask()).rejects.toMatchObject({ code: 'UNAVAILABLE' })
    await ask()
    expect(account.spending).toMatchObject({
      answered: 1,
      failed: { 'no answer': 1 },
      uncertain: { calls: 1, tokens: MOST_TOKENS, nanoUsd: MOST_COST },
    })
  })

  it.each([408, 499, 504, 524])('does not take %i for free: it may be answered', async (status) => {
    const { account, ask } = paying(fakeProvider(() => down(status)))
    await expect(ask()).rejects.toMatchObject({ code: 'UNAVAILABLE' })
    expect(account.spending).toMatchObject({
      failed: { [status]: 1 },
      uncertain: { calls: 1, tokens: MOST_TOKENS, nanoUsd: MOST_COST },
    })
  })

  it('counts nothing for a call that never left', async () => {
    const unsent = new HitCraftError('UNAVAILABLE', 'nobody there', { details: { sent: false } })
    const { account, stop, ask } = paying(
      fakeProvider(() => unsent),
      { nanoUsd: MOST_COST },
    )
    for (let i = 0; i < 3; i++) await expect(ask()).rejects.toBe(unsent)
    expect(account.spending.failed).toEqual({ 'no answer': 3 })
    expect(account.spending).not.toHaveProperty('uncertain')
    expect(stop.stop).toBeUndefined()
  })
})

describe('a budget', () => {
  it('counts the most where the service tells no tokens', async () => {
    const fake: FakeProvider = {
      ...fakeProvider(() => ({})),
      ask: () => Promise.resolve({ text: '{}', stop: 'end' }),
    }
    const { account, stop, ask } = paying(fake, { tokens: MOST_TOKENS * 2 })
    await ask()
    await ask()
    await expect(ask()).rejects.toMatchObject({ code: 'INTERRUPTED' })
    expect(stop.stop?.reason).toBe('budget')
    expect(account.spending).toMatchObject({
      answered: 2,
      nanoUsd: 0,
      uncertain: { calls: 2, tokens: 2 * MOST_TOKENS, nanoUsd: 2 * MOST_COST },
    })
  })

  it('is used as far as another call surely fits, and is never overrun', async () => {
    const cap = MOST_TOKENS * 3
    const usage = usageOf(900, 100)
    const { account, stop, ask } = paying(
      fakeProvider(() => ({ usage })),
      { tokens: cap },
    )
    const calls = await Promise.allSettled(Array.from({ length: 20 }, () => ask()))
    const made = calls.filter(({ status }) => status === 'fulfilled').length
    // The last one fits as long as what is left is more than it can cost.
    expect(made).toBe(Math.floor((cap - MOST_TOKENS) / 1000) + 1)
    expect(account.spending.answered).toBe(made)
    expect(stop.stop).toMatchObject({ reason: 'budget', error: { code: 'INTERRUPTED' } })
  })

  it('holds the most for each call under way', async () => {
    const open: (() => void)[] = []
    const fake = fakeProvider(() => new Promise((resolve) => open.push(() => resolve({}))))
    const { stop, ask } = paying(fake, { nanoUsd: MOST_COST * 2 })
    const calls = [ask(), ask(), ask()]
    await expect.poll(() => open.length, { interval: 1 }).toBe(2)
    expect(stop.stop).toBeUndefined()
    open.shift()?.()
    await calls[0]
    // The first gave back less than a third can cost, the second may give back more.
    expect(open).toHaveLength(1)
    open.shift()?.()
    await calls[1]
    await expect.poll(() => open.length, { interval: 1 }).toBe(1)
    open.shift()?.()
    await calls[2]
  })

  it('counts what may have been charged', async () => {
    const fake = fakeProvider(() => down())
    const { stop, ask } = paying(fake, { nanoUsd: MOST_COST * 2 })
    for (let i = 0; i < 2; i++) await expect(ask()).rejects.toMatchObject({ code: 'UNAVAILABLE' })
    await expect(ask()).rejects.toMatchObject({ code: 'INTERRUPTED' })
    expect(fake.asked).toHaveLength(2)
    expect(stop.stop?.reason).toBe('budget')
  })

  it('that no call fits in makes none', async () => {
    const fake = fakeProvider(() => ({}))
    const { stop, ask } = paying(fake, { tokens: MOST_TOKENS - 1 })
    await expect(ask()).rejects.toMatchObject({ code: 'INTERRUPTED' })
    expect(fake.asked).toHaveLength(0)
    expect(stop.stop?.error.message).toBe('the budget is less than the first call may cost at most')
  })
})
