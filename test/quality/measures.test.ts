import { describe, expect, it } from 'vitest'
import { agreement, areaUnderCurve, kappa, shareOf } from '../../bench/quality/measures.ts'

describe('a share and its interval', () => {
  it('is that of Wilson', () => {
    const { share, low, high } = shareOf(8, 10)
    expect(share).toBeCloseTo(0.8)
    expect(low).toBeCloseTo(0.4902, 3)
    expect(high).toBeCloseTo(0.9433, 3)
  })

  it('is everything where nothing was counted', () => {
    expect(shareOf(0, 0)).toMatchObject({ share: Number.NaN, low: 0, high: 1 })
  })
})

describe('the area under the curve', () => {
  it('counts a tie for half', () => {
    const pairs = [
      [true, 2],
      [false, 2],
      [false, 1],
      [true, 1],
      [true, 3],
    ] as const
    // 3 × 2 pairs: 2 over 2 (½), over 1 (1); 1 over 2 (0), over 1 (½); 3 over both.
    expect(areaUnderCurve(pairs)).toBeCloseTo(4 / 6)
  })

  it('is that of all pairs compared one by one', () => {
    const pairs = Array.from({ length: 200 }, (_, i) => [i % 3 === 0, (i * 7919) % 41] as const)
    const highs = pairs.filter(([truth]) => truth)
    const lows = pairs.filter(([truth]) => !truth)
    let wins = 0
    for (const [, a] of highs) for (const [, b] of lows) wins += a > b ? 1 : a === b ? 0.5 : 0
    expect(areaUnderCurve(pairs)).toBeCloseTo(wins / (highs.length * lows.length))
  })
})

describe('how far two agree', () => {
  it('is nothing where they do so by chance alone', () => {
    const pairs = [true, false].flatMap((a) => [true, false].map((b) => [a, b] as const))
    expect(kappa(pairs)).toBe(0)
  })

  it('is one where they always do', () => {
    const both = [
      [true, true],
      [false, false],
    ] as const
    expect(kappa(both)).toBe(1)
    expect(
      agreement([
        ['a', 'x'],
        ['b', 'y'],
        ['a', 'x'],
      ]),
    ).toEqual({ nmi: 1, ari: 1 })
  })
})
