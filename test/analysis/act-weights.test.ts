import { expect, it } from 'vitest'
import { ASSISTANT_ACTS, USER_ACTS } from '../../src/analysis/local/acts/act.ts'
import { featureNames } from '../../src/analysis/local/acts/seen/features.ts'
import weights from '../../src/analysis/local/acts/weights.json' with { type: 'json' }
import { DIMENSIONS } from '../../src/analysis/encoder/encoder.ts'
import { fitLogistic, fitPlatt, scoreOf } from '../../tools/train/acts/logistic.ts'

it.each([
  ['user', USER_ACTS, weights.user],
  ['assistant', ASSISTANT_ACTS, weights.assistant],
] as const)('weights of the %s know every feature and every act', (speaker, acts, made) => {
  expect(made.names).toEqual(featureNames(speaker))
  expect(Object.keys(made.acts).sort()).toEqual([...acts].sort())
  for (const { named, vector } of Object.values(made.acts)) {
    expect(named).toHaveLength(made.names.length)
    expect(vector).toHaveLength(DIMENSIONS)
  }
})

/** Whether the first of two values is there, with a third that says nothing. */
const EXAMPLES = Array.from({ length: 40 }, (_, i) => ({
  places: i % 2 === 0 ? Int32Array.of(0, 2) : Int32Array.of(1),
  values: i % 2 === 0 ? Float64Array.of(1, (i % 4) / 4) : Float64Array.of(1),
  target: i % 2 === 0 ? 1 : 0,
  weight: 1,
}))

it('a fit tells what it has seen apart, and is the same twice', () => {
  const penalty = { of: new Float64Array(3).fill(0.1) }
  const fit = fitLogistic(EXAMPLES, 3, penalty)
  const [yes, no] = EXAMPLES
  expect(yes && scoreOf(fit, yes)).toBeGreaterThan(2)
  expect(no && scoreOf(fit, no)).toBeLessThan(-2)
  expect(fitLogistic(EXAMPLES, 3, penalty)).toEqual(fit)
})

it('a stronger pull gives smaller weights', () => {
  const [weak, strong] = [0.1, 10].map((strength) =>
    fitLogistic(EXAMPLES, 3, { of: new Float64Array(3).fill(strength) }),
  )
  expect(strong?.weights[0]).toBeLessThan(weak?.weights[0] ?? 0)
})

it('calibrated scores are shares: of those told .75, three in four are true', () => {
  const scored = Array.from({ length: 400 }, (_, i) => ({
    score: i < 200 ? 3 : -3,
    target: i < 200 ? Number(i % 4 !== 0) : Number(i % 4 === 0),
    weight: 1,
  }))
  const { slope, offset } = fitPlatt(scored)
  expect(1 / (1 + Math.exp(-(slope * 3 + offset)))).toBeCloseTo(0.75, 1)
})
