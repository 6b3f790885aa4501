import { describe, expect, it } from 'vitest'
import { costText, whyText } from '../../src/domain/written/plan.ts'

describe('a plan in words', () => {
  it('says of how many threads it tells what is new', () => {
    expect(whyText({ planned: 7, seen: 7, changed: 1 })).toBe('6 new, 1 changed')
    expect(whyText({ planned: 5000, seen: 1000, changed: 1000 })).toBe(
      '0 new, 1,000 changed of the first 1,000',
    )
  })

  it('calls nothing the most that is told by a part', () => {
    const cost = { about: 390_000_000, most: 4_000_000_000 }
    expect(costText(cost, 1)).toBe('About $0.3900, at most $4.00')
    expect(costText(cost, 0.05)).toBe(
      'About $0.3900, at most $4.00 (if all are like the 5 % that were looked at)',
    )
  })
})
