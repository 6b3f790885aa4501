import { describe, it } from 'vitest'
import { runCheck } from './check.ts'
import type { Facet, OpenStore } from './check.ts'
import { concurrency } from './facets/concurrency.ts'
import { durability } from './facets/durability.ts'
import { erase } from './facets/erase.ts'
import { errors } from './facets/errors.ts'
import { fidelity } from './facets/fidelity.ts'
import { lists } from './facets/lists-and-cursors.ts'
import { analyses } from './facets/pending-and-analyses.ts'
import { records } from './facets/records.ts'
import { sameEverywhere } from './facets/same-everywhere.ts'
import { search } from './facets/search.ts'
import { merging } from './facets/threads-merge.ts'

export const FACETS: readonly Facet[] = [
  merging,
  lists,
  search,
  analyses,
  records,
  erase,
  fidelity,
  errors,
  concurrency,
  durability,
  sameEverywhere,
]

/**
 * Holds a backend to every promise of `storage/chat-store.ts`. Each check gets a new, empty store.
 *
 * @param name the backend, as it shall be counted: `memory`, `file`, `postgres 18`
 */
export function runConformance(name: string, open: OpenStore): void {
  describe(`conformance: ${name}`, () => {
    for (const facet of FACETS) {
      // oxlint-disable-next-line vitest/valid-title
      describe(facet.name, () => {
        // The assertions are in the checks, so that a broken store can be run through them too.
        // oxlint-disable-next-line vitest/expect-expect, vitest/valid-title
        for (const check of facet.checks) it(check.name, () => runCheck(check, open))
      })
    }
  })
}
