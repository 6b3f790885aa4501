import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { runs } from '../../../conformance/arbitraries.ts'
import { deed, LANES, THREADS, withoutAge } from './deeds.ts'
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

function withoutTroubles(given: Phase): Phase {
  return { ...given, rate: 0, life: undefined }
}

/**
 * A process that dies while it changes a thread, as another confirms that same thread, may make the change
 * as young as the confirmation: what was confirmed is no longer there to be told from it.
 */
function withoutAges(given: Phase): Phase {
  const lanes = given.lanes.map((deeds) => deeds.map(withoutAge))
  return { ...given, lanes }
}

it('bucket: whatever several processes do at once and whatever fails, they end as one store in memory', async () => {
  // A life that fails is not made smaller: that would take longer than to look into it.
  const count = runs(15, 600)
  let lived = 0
  await fc.assert(
    fc.asyncProperty(
      fc.array(phase, { minLength: 1, maxLength: 3 }),
      fc.constantFrom(0, 0, 100),
      fc.boolean(),
      async (drawn, records, hasAges) => {
        const life = new Life()
        try {
          await life.run(drawn.map(hasAges ? withoutTroubles : withoutAges), records)
          lived++
        } finally {
          await life.end()
        }
      },
    ),
    { ...count, endOnFailure: true },
  )
  expect(lived).toBe(count.numRuns)
}, 600_000)
