import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { runs } from '../../../conformance/arbitraries.ts'
import { deed, LANES, THREADS } from './deeds.ts'
import { Life } from './life.ts'
import type { Phase } from './life.ts'

const phase: fc.Arbitrary<Phase> = fc.record({
  lanes: fc.array(fc.array(deed, { maxLength: 4 }), { minLength: LANES, maxLength: LANES }),
  seed: fc.nat(2 ** 31 - 1),
  rate: fc.constantFrom(0, 0.05, 0.15),
  life: fc.option(fc.integer({ min: 1, max: 40 }), { nil: undefined }),
  erases: fc.oneof(
    { weight: 3, arbitrary: fc.constant(undefined) },
    {
      weight: 3,
      arbitrary: fc.record({
        threads: fc.uniqueArray(fc.nat(THREADS - 1), { minLength: 1, maxLength: 3 }),
      }),
    },
    { weight: 1, arbitrary: fc.record({ user: fc.nat(2) }) },
  ),
  harm: fc.constantFrom('none', 'none', 'none', 'catalog', 'head', 'snapshots', 'old catalog'),
  reopens: fc.nat(LANES),
})

it('bucket: whatever several processes do at once and whatever fails, they end as one store in memory', async () => {
  const { seed, numRuns } = runs(12, 600)
  await fc.assert(
    fc.asyncProperty(
      fc.array(phase, { minLength: 1, maxLength: 3 }),
      fc.constantFrom(0, 0, 100),
      async (phases, records) => {
        const life = new Life()
        try {
          await life.run(phases, records)
        } finally {
          await life.end()
        }
      },
    ),
    {
      seed: Number(process.env['LIFE_SEED'] ?? seed),
      numRuns: Number(process.env['LIFE_RUNS'] ?? numRuns),
      endOnFailure: true,
      ...(process.env['LIFE_PATH'] === undefined ? {} : { path: process.env['LIFE_PATH'] }),
    },
  )
  expect(numRuns).toBeGreaterThan(0)
}, 600_000)
