import { describe, expect, it } from 'vitest'
import { cohenKappa } from '../../src/domain/values/cohen-kappa.ts'
import { predictedShare } from '../../src/domain/values/prediction-powered.ts'
import kappas from './fixtures/kappa.json' with { type: 'json' }
import ppi from './fixtures/ppi.json' with { type: 'json' }

describe('the share of yes by a sample and a prediction of all', () => {
  it.each(ppi.cases)(`is that of ${ppi.from}: %#`, ({ counts, point, low, high, lambda }) => {
    const found = predictedShare(counts)
    expect(found?.share).toBeCloseTo(point, 8)
    expect(found?.lambda).toBeCloseTo(lambda, 8)
    expect(found?.low).toBeCloseTo(Math.max(0, low), 8)
    expect(found?.high).toBeCloseTo(Math.min(1, high), 8)
  })

  it('is none where the sample has too few of either answer, or nothing is beside it', () => {
    const drawn = { both: 2, trueOnly: 2, predictedOnly: 9, neither: 90 }
    expect(predictedShare({ drawn, others: { predicted: 5, of: 50 } })).toBeUndefined()
    const enough = { both: 8, trueOnly: 2, predictedOnly: 9, neither: 90 }
    expect(predictedShare({ drawn: enough, others: { predicted: 0, of: 1 } })).toBeUndefined()
  })
})

describe("Cohen's kappa", () => {
  it.each(kappas.cases)(`is that of ${kappas.from}: %#`, ({ counts, kappa, low, high }) => {
    const found = cohenKappa(counts)
    expect(found?.kappa).toBeCloseTo(kappa, 8)
    expect(found?.low).toBeCloseTo(Math.max(-1, low), 8)
    expect(found?.high).toBeCloseTo(Math.min(1, high), 8)
  })

  it('is none where both gave all the same label, or read nothing', () => {
    expect(
      cohenKappa([
        [9, 0],
        [0, 0],
      ]),
    ).toBeUndefined()
    expect(cohenKappa([[0]])).toBeUndefined()
  })
})
