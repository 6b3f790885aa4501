import { describe, expect, it } from 'vitest'
import * as broken from './broken-stores.ts'
import { ONE_PROCESS, runCheck } from './check.ts'
import type { Check, Facet } from './check.ts'
import { claims } from './facets/claims.ts'
import { concurrency } from './facets/concurrency.ts'
import { durability } from './facets/durability.ts'
import { erase } from './facets/erase.ts'
import { errors } from './facets/errors.ts'
import { fidelity } from './facets/fidelity.ts'
import { lists } from './facets/lists-and-cursors.ts'
import { analyses } from './facets/pending-and-analyses.ts'
import { sameEverywhere } from './facets/same-everywhere.ts'
import { search } from './facets/search.ts'
import { merging } from './facets/threads-merge.ts'

/** A store that is broken, the facet that must tell, and the check in it that is there for this. */
const CASES: readonly [string, Parameters<typeof broken.brokenBy>[0], Facet, RegExp][] = [
  ['paging by offset', broken.pagesByOffset, lists, /appears exactly once/],
  ['an outage as undefined', broken.outageAsUndefined, errors, /closed is unavailable/],
  ['a merge that drops a message', broken.dropsAMessage, merging, /messages of both sides/],
  ['a merge that drops a message', broken.dropsAMessage, concurrency, /lose nothing/],
  ['pending by count', broken.pendingByCount, analyses, /changed is pending again/],
  ['pending by presence', broken.pendingByPresence, analyses, /changed is pending again/],
  ['claims that all get', broken.lendsToAll, claims, /no other worker gets them/],
  ['claims that lapse too soon', broken.lapsesTooSoon, claims, /no other worker gets them/],
  ['claims that outlive the analysis', broken.claimsOutliveAnalysis, claims, /end with the/],
  ['claims on what is analyzed', broken.lendsWhatIsDone, claims, /store as they go/],
  ['a lossy surrogate', broken.lossySurrogates, fidelity, /every awkward text/],
  ['a torn batch', broken.tornBatch, durability, /old or new/],
  ['a search that misses Chinese', broken.missesChinese, search, /in every script/],
  ['an import order that matters', broken.lastWriterWins, merging, /whatever the order/],
  ['ids in UTF-16 order', broken.sortsByCodeUnits, lists, /by id: every thread once/],
  ['erasing without a tombstone', broken.forgetsTombstones, erase, /stays so: the outcome/],
  ['stale summaries', broken.staleSummaries, sameEverywhere, /random life/],
]

function checkOf(facet: Facet, tells: RegExp): Check {
  const check = facet.checks.find(({ name }) => tells.test(name))
  if (check === undefined) throw new Error(`no check of ${facet.name} is named ${tells}`)
  return check
}

describe('the conformance suite rejects a broken store', () => {
  it.each(CASES)('%s', async (_, breakIt, facet, tells) => {
    const check = checkOf(facet, tells)
    // An assertion of the check, not an accident on the way.
    await expect(runCheck(check, broken.brokenBy(breakIt))).rejects.toMatchObject({
      name: expect.stringMatching(/^(AssertionError|Error)$/),
    })
    // The same check is content with the same store unbroken.
    await runCheck(
      check,
      broken.brokenBy(() => ({})),
    )
  })

  const alone = checkOf(durability, /kept by itself/)

  it.each(broken.WRITES)('%s kept only with the next call', async (late) => {
    await expect(runCheck(alone, broken.keptLate(late))).rejects.toThrow(late)
  })

  it('and not the same store when it keeps every call', async () => {
    await expect(runCheck(alone, broken.keptLate())).resolves.toBeUndefined()
  })
})

describe('a store that one process alone may use', () => {
  it.each([/see each other after refresh/, /within five seconds/])(
    'has the check %s skipped by name, not passed',
    async (tells) => {
      const open = broken.brokenBy(() => ({}))
      const skipped = new Error('skipped')
      const reasons: string[] = []
      const running = runCheck(checkOf(concurrency, tells), open, (reason) => {
        reasons.push(reason)
        throw skipped
      })
      await expect(running).rejects.toBe(skipped)
      expect(reasons).toEqual([ONE_PROCESS])
    },
  )
})
