import type { ChatStore } from '../../storage/chat-store.ts'
import { MOVED_KINDS, pluralOf } from '../sources/moved-kinds.ts'
import { storeSource } from '../sources/store-source.ts'
import { claimFilling, releaseFilling } from './claim.ts'
import { holdingsOf, isAsKept } from './holdings.ts'
import type { Sums } from './holdings.ts'
import { marksOf, nameOf, namedIn } from './marks.ts'

/** What was given up, and what of it is there. */
export interface GivenUp {
  /** Migrations that had not come to their end. */
  readonly migrations: readonly {
    readonly source: string
    readonly startedAt: string
    /**
     * All that the store holds came from this source. Else it held others before or was written by others since, and nothing
     * tells them apart. What others did to threads is not known.
     */
    readonly isAlone: boolean
  }[]
  /** What the store holds, by kind (plural names). */
  readonly records: Readonly<Record<string, number>>
}

/**
 * Takes a store that is half filled as it is: it opens again, and nothing in it is changed. What of the source has not come is
 * missing in it; the same migration brings it later, and then what differs counts as changed here.
 *
 * @throws HitCraftError CONFLICT while a migration fills the store
 */
export async function giveUpFilling(to: ChatStore): Promise<GivenUp> {
  const worker = await claimFilling(to)
  try {
    const left = (await marksOf(to)).filter(({ state }) => state === 'under way')
    const isAnyAlone = left.some(({ isAlone }) => isAlone)
    const sums: Sums = isAnyAlone ? await holdingsOf(to) : new Map()
    await to.putRecords(
      'migration',
      // None has a worker: who claims takes the name of who had it before.
      left.map((mark) => ({ ...mark, state: 'given up', isAlone: false })),
    )
    const records: Record<string, number> = {}
    for (const kind of MOVED_KINDS) records[pluralOf(kind)] = await storeSource(to).count(kind)
    const migrations = left.map((mark) => ({
      source: nameOf(namedIn(mark)),
      startedAt: mark.startedAt,
      isAlone: mark.isAlone && isAsKept(sums, mark),
    }))
    return { migrations, records }
  } finally {
    await releaseFilling(to, worker)
  }
}
