import { describe, expect, it } from 'vitest'
import { budget } from '../../../src/cli/models/budget-flag.ts'
import { usd } from '../../../src/domain/written/money.ts'
import { spendingLines } from '../../../src/cli/models/spending-lines.ts'
import { estimateLines } from '../../../src/cli/models/estimate-lines.ts'

const settings = { cwd: '/', storeSettings: {} }
const read = (text: string) => budget('').read(text, settings)

describe('a budget on the command line', () => {
  it('is in dollars or in tokens', () => {
    expect(read('5usd')).toEqual({ nanoUsd: 5_000_000_000 })
    expect(read('0.29usd')).toEqual({ nanoUsd: 290_000_000 })
    expect(read('200000tokens')).toEqual({ tokens: 200_000 })
  })

  it.for(['5', 'usd', '0usd', '0.0usd', '-1usd', '1.5tokens', '5eur', '1e3usd', '5 usd', ''])(
    'is refused as "%s"',
    (text) => {
      expect(() => read(text)).toThrow('takes dollars or tokens')
    },
  )
})

describe('money', () => {
  it('is told to the cent, of less than a dollar finer, and little is not nothing', () => {
    expect([0, 1, 4_200_000, 999_900_000, 1e9, 1_234_567_000_000].map(usd)).toEqual([
      '$0.00',
      '<$0.0001',
      '$0.0042',
      '$0.9999',
      '$1.00',
      '$1234.57',
    ])
  })
})

describe('what was spent', () => {
  it('is told with what failed and what is not known', () => {
    const lines = spendingLines({
      answered: 12,
      tokens: { input: 1000, output: 500, cacheRead: 8000, cacheWrite: 1000 },
      nanoUsd: 42_000_000,
      failed: { '429': 3, 'no answer': 1 },
      uncertain: { calls: 1, tokens: 5000, nanoUsd: 9_000_000 },
    })
    expect(lines).toEqual([
      '$0.0420: 12 calls answered, 10,000 tokens sent, 8,000 of them cached, 500 answered.',
      '4 calls failed (429: 3, no answer: 1).',
      'What 1 call cost was not told: up to $0.0090 more.',
    ])
  })
})

describe('a plan', () => {
  it('says which, why, how many tokens, what they cost and how sure that is', () => {
    const lines = estimateLines({
      analyzerKey: 'claude-1-0123456789ab',
      pending: 7,
      planned: 7,
      threads: Array.from({ length: 7 }, (_, i) => ({
        id: `t${i}`,
        why: i === 0 ? 'changed' : 'new',
        messages: 2,
      })),
      calls: {
        provider: 'claude',
        model: 'claude-haiku-4-5',
        calls: 9,
        share: 1,
        tokens: { input: 12_000, inputOff: 0.031, counted: 5, output: 5400, most: 90_000 },
        nanoUsd: { about: 39_000_000, most: 400_000_000 },
        pricesAsOf: '2026-10-24',
        seconds: 12,
        learnedFrom: 0,
      },
    })
    expect(lines[0]).toBe(
      '7 threads pending under claude-1-0123456789ab; 7 would be analyzed (6 new, 1 changed).',
    )
    expect(lines[1]).toBe('  t0: changed, 2 messages')
    expect(lines[6]).toBe('  and 2 more')
    expect(lines.slice(7, 10)).toEqual([
      '9 calls of claude-haiku-4-5 (claude): 12,000 tokens sent (within 4 %, by 5 requests that the service counted), about 5,400 answered; at most 90,000 in all.',
      'About $0.0390, at most $0.4000, by the list prices of 2026-10-24.',
      'About 12 seconds.',
    ])
  })
})
