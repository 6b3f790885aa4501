import { describe, it } from 'vitest'
import type { TestContext } from 'vitest'
import { runCheck } from './check.ts'
import type { Facet, OpenStore } from './check.ts'
import { claims } from './facets/claims.ts'
import { concurrency } from './facets/concurrency.ts'
import { durability } from './facets/durability.ts'
import { erase } from './facets/erase.ts'
import { errors } from './facets/errors.ts'
import { examining } from './facets/examining.ts'
import { facets } from './facets/facets.ts'
import { faults } from './facets/faults.ts'
import { fidelity } from './facets/fidelity.ts'
import { lists } from './facets/lists-and-cursors.ts'
import { analyses } from './facets/pending-and-analyses.ts'
import { oddValues } from './facets/odd-values.ts'
import { records } from './facets/records.ts'
import { sameEverywhere } from './facets/same-everywhere.ts'
import { search } from './facets/search.ts'
import { stamps } from './facets/stamps.ts'
import { merging } from './facets/threads-merge.ts'

interface Options {
  /** Checks that the server cannot be held to, by name, and why. */
  readonly leaveOut?: Readonly<Record<string, string>>
  /** Facets that this server is not tried in now, by name, and why. */
  readonly spare?: Readonly<Record<string, string>>
  /** Milliseconds for one check. Default as for any test. */
  readonly timeout?: number
}

export const FACETS: readonly Facet[] = [
  merging,
  lists,
  search,
  analyses,
  facets,
  claims,
  records,
  stamps,
  erase,
  fidelity,
  errors,
  oddValues,
  concurrency,
  durability,
  sameEverywhere,
  examining,
  faults,
]

/**
 * Holds a backend to every promise of `storage/chat-store.ts`. Each check gets a new, empty store.
 *
 * @param name the backend, as it shall be counted: `memory`, `file`, `postgres 18`
 * @throws Error when a check or facet to be left out does not exist
 */
export function runConformance(name: string, open: OpenStore, options: Options = {}): void {
  const { leaveOut = {}, spare = {} } = options
  const known = new Set(FACETS.flatMap(({ checks }) => checks.map((check) => check.name)))
  for (const check of Object.keys(leaveOut)) {
    if (!known.has(check)) throw new Error(`there is no check "${check}"`)
  }
  for (const spared of Object.keys(spare)) {
    if (FACETS.every((facet) => facet.name !== spared))
      throw new Error(`there is no facet "${spared}"`)
  }
  describe(`conformance: ${name}`, () => {
    for (const facet of FACETS) {
      // oxlint-disable-next-line vitest/valid-title
      describe(facet.name, () => {
        // The assertions are in the checks, so that a broken store can be run through them too.
        for (const check of facet.checks) {
          const reason = leaveOut[check.name]
          const title = reason === undefined ? check.name : `${check.name}: NOT RUN, ${reason}`
          const spared = spare[facet.name]
          const run = ({ skip }: TestContext) =>
            spared !== undefined
              ? skip(`${name}: ${facet.name}: ${spared}`)
              : runCheck(check, open, (why) => skip(`${name}: ${check.name}: ${why}`))
          // oxlint-disable-next-line vitest/expect-expect, vitest/valid-title
          it.skipIf(reason !== undefined)(title, run, options.timeout)
        }
      })
    }
  })
}
