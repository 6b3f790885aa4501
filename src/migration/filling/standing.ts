import type { MigrationRecord } from '../../domain/migration-record.ts'
import type { ChatStore } from '../../storage/chat-store.ts'
import { given } from '../../domain/values/given.ts'
import { MOVED_KINDS } from '../sources/moved-kinds.ts'
import type { RecordSource } from '../sources/record-source.ts'
import { storeSource } from '../sources/store-source.ts'
import { HELD_KINDS, holdingOf } from './holdings.ts'
import { hasBegun, marksOf, nameOf, namedIn } from './marks.ts'

/** How a target stands to a source. */
export interface Standing {
  /** The mark of the source. */
  readonly before?: MigrationRecord
  readonly isAlone: boolean
  /** Of the source. */
  readonly identity?: string
}

/**
 * What the target says of earlier passes from this source, and whether all that it holds has come from there. The source is
 * known by what it is, and else by its name: folders are moved, and servers that were started anew are others.
 * While a pass is under way nobody else writes; after one that is told by what the target held at its end.
 */
export async function standingOf(from: RecordSource, to: ChatStore): Promise<Standing> {
  const marks = (await marksOf(to)).filter(hasBegun)
  const known = await from.identity()
  const ofKind = marks.filter((mark) => namedIn(mark).kind === from.kind)
  const before =
    ofKind.find(({ identity }) => identity !== undefined && identity === known) ??
    ofKind.find((mark) => nameOf(namedIn(mark)) === nameOf(from))
  const identity = given({ identity: known })
  if (before === undefined) {
    return { ...identity, isAlone: marks.length === 0 && (await isEmpty(to)) }
  }
  const isAlone = before.isAlone && (before.state === 'under way' || (await isAsLeft(to, before)))
  return { ...identity, before, isAlone }
}

async function isAsLeft(to: ChatStore, { held }: MigrationRecord): Promise<boolean> {
  for (const kind of HELD_KINDS) {
    if ((await holdingOf(to, kind)) !== held[kind]) return false
  }
  return true
}

async function isEmpty(store: ChatStore): Promise<boolean> {
  const source = storeSource(store)
  for (const kind of MOVED_KINDS) if ((await source.count(kind)) > 0) return false
  return true
}
