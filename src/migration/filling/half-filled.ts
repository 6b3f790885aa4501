import type { MigrationRecord } from '../../domain/migration-record.ts'
import { HitCraftError } from '../../errors/hitcraft-error.ts'
import type { ChatStore, StoreCheck } from '../../storage/chat-store.ts'
import { commandsOf, hasBegun, marksOf, nameOf, namedIn } from './marks.ts'

type Marked = Pick<ChatStore, 'listRecords' | 'kind' | 'location'>

/**
 * A store that a migration has only begun to fill is none to work on: what is missing in it would be taken
 * for what was never there.
 *
 * @throws HitCraftError INCOMPLETE, naming the source
 */
export async function refuseHalfFilled(store: Marked): Promise<void> {
  const mark = (await marksOf(store)).find(({ state }) => state === 'under way')
  if (mark === undefined) return
  throw new HitCraftError('INCOMPLETE', `${store.location} holds only a part: ${begun(mark)}`, {
    remedy: wayOut(mark, store),
    details: { source: nameOf(namedIn(mark)) },
  })
}

/** What migrations into this store say of it: one check a source, none where nothing was ever moved in. */
export async function migrationChecks(store: Marked): Promise<StoreCheck[]> {
  return (await marksOf(store)).filter(hasBegun).map((mark) => checkOf(mark, store))
}

function checkOf(mark: MigrationRecord, store: Marked): StoreCheck {
  const { state, gaps, startedAt, finishedAt = '' } = mark
  const name = 'migration'
  const { goOn } = commandsOf(mark, store)
  const from = nameOf(namedIn(mark))
  if (state === 'under way') {
    const found = `holds only a part: ${begun(mark)}`
    return { name, status: 'failed', found, remedy: wayOut(mark, store) }
  }
  if (state === 'given up') {
    const found = `holds only a part of ${from}: the migration of ${startedAt} was given up`
    return { name, status: 'warning', found, remedy: `What did not come is brought by: ${goOn}` }
  }
  const found = `filled from ${from}, last on ${finishedAt}`
  if (gaps === 0) return { name, status: 'ok', found }
  return {
    name,
    status: 'warning',
    found: `${found}; of what is there ${gaps} did not come`,
    remedy: `These are named by: ${goOn} . What is damaged in the source hitcraft doctor says how to repair.`,
  }
}

function begun(mark: MigrationRecord): string {
  const from = nameOf(namedIn(mark))
  return `the migration from ${from} that began on ${mark.startedAt} has not come to its end`
}

function wayOut(mark: MigrationRecord, store: Marked): string {
  const { goOn, giveUp } = commandsOf(mark, store)
  return (
    `Go on from there, also where the source has moved: ${goOn} . ` +
    `Until then no other verb opens this store. If the source is gone, keep what has come: ${giveUp}`
  )
}
