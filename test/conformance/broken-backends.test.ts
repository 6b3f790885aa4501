import { describe, expect, it } from 'vitest'
import * as broken from './broken-backends.ts'
import { bucketUnderTest } from './bucket-under-test.ts'
import { runCheck } from './check.ts'
import type { Check, OpenStore } from './check.ts'
import { fileUnderTest } from './file-under-test.ts'
import { memoryUnderTest } from './memory-under-test.ts'
import { FACETS } from './run-conformance.ts'

const OUTAGE = 'faults: in an outage'
const ERASED = 'faults: of what was erased'
const DAMAGED = 'faults: a thread whose stored bytes'
const CUT = 'faults: what was acknowledged outlives'

type Case = readonly [string, OpenStore, string]

/** Stores that are broken, each with the facet and check that are there for this, by what they are made of. */
const IN_MEMORY: readonly Case[] = [
  ...Object.entries(broken.OUTAGE_AS_EMPTY).map(
    ([method, open]) => [`an outage as an empty answer of ${method}`, open, OUTAGE] as const,
  ),
  ['an acknowledgement in an outage', broken.acknowledgesInOutage, OUTAGE],
  ['an acknowledgement without room', broken.acknowledgesWithoutRoom, 'faults: without room'],
  ['a missing right as an outage', broken.wrongCode, 'faults: without the right'],
  ['threads lent twice', broken.lendsTwice, 'claims: are what is pending'],
  ['claims let go for all', broken.releasesForAll, 'claims: end when their worker lets go'],
  ['one facet alone', broken.oneFacetAlone, 'facets: several at once'],
  ['its own objects handed out', broken.handsOutItsOwn, 'fidelity: what was given'],
]

const IN_A_BUCKET: readonly Case[] = [
  ['no hash check', broken.withoutHashCheck, DAMAGED],
  ['a damaged thread as none', broken.damagedIsAbsent, DAMAGED],
  ['a damage without a name', broken.damageWithoutName, DAMAGED],
  ['an examination that reads nothing', broken.examinesNothing, DAMAGED],
  ['a repair that is not told', broken.repairsInSilence, DAMAGED],
  ['no repair', broken.repairsNothing, DAMAGED],
  ['a bucket with versions', broken.bucketWithVersions, ERASED],
  ['packs that stay', broken.keepsPacks, ERASED],
  ['segments that stay', broken.keepsSegments, ERASED],
  ['conditions without a lock', broken.bucketWithoutLock, 'concurrency: two stores at one place'],
]

const IN_FILES: readonly Case[] = [
  ['no sync of the log', broken.withoutSyncOfLog, CUT],
  ['no sync of the names of logs', broken.withoutSyncOfNames, CUT],
  ['removed to the trash', broken.removesToTrash, ERASED],
  ['backups beside files', broken.keepsBackups, ERASED],
  ['an archive of the log', broken.archivesTheLog, ERASED],
]

function checkOf(name: string): Check {
  const found = FACETS.flatMap((facet) =>
    facet.checks.filter((check) => `${facet.name}: ${check.name}`.startsWith(name)),
  )
  const [check] = found
  if (check === undefined || found.length > 1) throw new Error(`${found.length} checks are ${name}`)
  return check
}

/** The store lacks what its check needs. */
function wanting(reason: string): never {
  throw new TypeError(reason)
}

describe('the conformance suite rejects a backend that is broken', () => {
  it.each([...IN_MEMORY, ...IN_A_BUCKET, ...IN_FILES])('%s', async (_, open, name) => {
    // An assertion of the check, not a want of the trial.
    await expect(runCheck(checkOf(name), open, wanting)).rejects.not.toBeInstanceOf(TypeError)
  })

  it.each([
    ['in memory', memoryUnderTest((store) => store), IN_MEMORY],
    ['in a bucket', bucketUnderTest(), IN_A_BUCKET],
    ['in files', fileUnderTest(), IN_FILES],
  ])('and not the same one unbroken, %s', async (_, open, cases) => {
    for (const name of new Set(cases.map(([, , check]) => check))) {
      await expect(runCheck(checkOf(name), open, wanting)).resolves.toBeUndefined()
    }
  })
})
