import type { MigrationRecord } from '../../domain/migration-record.ts'
import type { ChatStore } from '../../storage/chat-store.ts'
import { given } from '../../domain/values/given.ts'
import { MOVED_KINDS } from '../sources/moved-kinds.ts'
import type { RecordSource } from '../sources/record-source.ts'
import { storeSource } from '../sources/store-source.ts'
import { isWhole, recordsIn } from '../sources/walked-record.ts'
import { EMPTY, isAsKept, stockOf } from './holdings.ts'
import type { Stock } from './holdings.ts'
import { hasBegun, marksOf, nameOf, namedIn } from './marks.ts'

/** How a target stands to a source. */
export interface Standing {
  /** The mark of the source. */
  readonly before?: MigrationRecord
  /** The mark of a pass from this source that broke off before it wrote. */
  readonly unbegun?: MigrationRecord
  /** What the target holds where all of that has come from this source; else nothing. */
  readonly alone?: Stock
  /** Of the source. */
  readonly identity?: string
}

/**
 * What the target says of earlier passes from this source, and whether all that it holds has come from there. The source is
 * known by what it is, and else by its name: folders are moved, and servers that were started anew are others.
 *
 * Nobody else has written where the target holds what it must after the last pass, or after the writes of one that broke off.
 * On the way back all has come from the source where the target holds what the source held at the end of a pass into it.
 */
export async function standingOf(from: RecordSource, to: ChatStore): Promise<Standing> {
  const all = await marksOf(to)
  const marks = all.filter(hasBegun)
  const known = await from.identity()
  const before = markOf(from, known, marks)
  const unbegun = markOf(
    from,
    known,
    all.filter((mark) => !hasBegun(mark)),
  )
  const standing = given({ identity: known, before, unbegun })
  if (marks.length === 0 && (await isEmpty(to))) {
    return { ...standing, alone: EMPTY }
  }
  const kept = await marksIn(from)
  if (before?.isAlone === true) kept.unshift(before)
  if (kept.length === 0) return standing
  const stock = await stockOf(to)
  const isKept = kept.some((mark) => isAsKept(stock.sums, mark))
  return isKept ? { ...standing, alone: stock } : standing
}

function markOf(
  from: RecordSource,
  known: string | undefined,
  marks: readonly MigrationRecord[],
): MigrationRecord | undefined {
  const ofKind = marks.filter((mark) => namedIn(mark).kind === from.kind)
  return (
    ofKind.find(({ identity }) => identity !== undefined && identity === known) ??
    ofKind.find((mark) => nameOf(namedIn(mark)) === nameOf(from))
  )
}

/** What migrations into the source say of it, where it is a store and was ever filled. */
async function marksIn(from: RecordSource): Promise<MigrationRecord[]> {
  const marks: MigrationRecord[] = []
  for await (const page of from.walk('migration')) {
    marks.push(...recordsIn('migration', page.filter(isWhole)))
  }
  return marks.filter(({ state, finishedAt }) => state === 'whole' && finishedAt !== undefined)
}

async function isEmpty(store: ChatStore): Promise<boolean> {
  const source = storeSource(store)
  for (const kind of MOVED_KINDS) if ((await source.count(kind)) > 0) return false
  return true
}
