import { describe, expect, it } from 'vitest'
import * as broken from './broken-objects.ts'
import { openMemoryObjects } from './memory-objects-under-test.ts'
import { runObjectCheck } from './object-check.ts'
import { OBJECT_CHECKS } from './run-object-store.ts'

/** A store of objects that is broken, and the check that is there for this. */
const CASES: readonly [string, broken.ObjectBreak, RegExp][] = [
  ['a list that pages by offset', broken.pagesByOffset, /stands throughout/],
  ['a list that stops at 1,000 keys', broken.stopsAtAThousand, /every object of thousands/],
  ['a list that repeats between pages', broken.repeatsBetweenPages, /every object of thousands/],
  ['a list without order', broken.unordered, /every object of thousands/],
  ['a list in the order of words', broken.orderedAsWords, /a prefix is a beginning/],
  ['a prefix as a folder', broken.prefixIsFolder, /a prefix is a beginning/],
  ['a list that leaves out what lies deeper', broken.notBelowFolders, /a prefix is a beginning/],
  ['a list of old states', broken.listsOldStates, /right after it changed/],
  ['quotes around ETags in lists', broken.quotesInLists, /right after it changed/],
  ['If-Match ignored', broken.ignoresIfMatch, /change one state/],
  ['If-Match ignored, one writer', broken.ignoresIfMatch, /never ignored/],
  ['If-None-Match ignored', broken.ignoresIfAbsent, /must be absent/],
  ['puts without a lock', broken.putsWithoutLock, /must be absent/],
  ['changes without a lock', broken.putsWithoutLock, /misses none/],
  ['what has gone taken for unchanged', broken.goneIsUnchanged, /one that has gone/],
  ['a conflict that passes', broken.conflictsPass, /change one state/],
  ['erased bytes kept', broken.keepsErasedBytes, /kept nowhere/],
  ['emptied instead of deleted', broken.emptiesInsteadOfDeleting, /kept nowhere/],
  ['acknowledged before it is there', broken.acknowledgesEarly, /seen by all at once/],
  ['an ETag of size and second', broken.etagOfTheMoment, /have other ETags/],
  ['keys without case', broken.foldsCase, /differ only in case/],
  ['keys that are cut', broken.cutsLongKeys, /long ones/],
  ['bytes through a text', broken.throughText, /bytes come back/],
  ['an empty object as none', broken.emptyIsAbsent, /bytes come back/],
  ['an outage as an absent object', broken.outageIsAbsent, /an outage is UNAVAILABLE/],
  ['an outage as the end of a list', broken.outageEndsLists, /an outage is UNAVAILABLE/],
  ['deleting what is not there as an error', broken.absentCannotBeDeleted, /kept nowhere/],
  ['a close that waits for nothing', broken.closesAtOnce, /closing ends/],
  ['a store that goes on when closed', broken.goesOnWhenClosed, /closing ends/],
]

describe('the suite of objects rejects a broken store', () => {
  it.each(CASES)('%s', async (_, breakIt, tells) => {
    const check = OBJECT_CHECKS.find(({ name }) => tells.test(name))
    if (check === undefined) throw new Error(`no check is named ${tells}`)
    // The same check is content with the same store unbroken: `memory.test.ts`.
    const run = runObjectCheck(check, openMemoryObjects(broken.brokenObjects(breakIt)))
    await expect(run).rejects.toBeInstanceOf(Error)
  })
})
