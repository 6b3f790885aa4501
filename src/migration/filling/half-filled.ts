import type { MigrationRecord } from '../../domain/migration-record.ts'
import { HitCraftError } from '../../errors/hitcraft-error.ts'
import type { ChatStore, StoreCheck } from '../../storage/chat-store.ts'
import { allRecords } from '../../storage/walk.ts'

const COMMAND = 'hitcraft migrate --from … --to …'

/**
 * A store that a migration has only begun to fill is none to work on: what is missing in it would be taken
 * for what was never there.
 *
 * @throws HitCraftError INCOMPLETE, naming the source
 */
export async function refuseHalfFilled(
  store: Pick<ChatStore, 'listRecords' | 'location'>,
): Promise<void> {
  for await (const mark of allRecords(store, 'migration')) {
    if (mark.state === 'whole') continue
    throw new HitCraftError('INCOMPLETE', `${store.location} holds only a part: ${begun(mark)}`, {
      remedy: `Run it again, which goes on from there: ${COMMAND}, from ${mark.id}.`,
      details: { source: mark.id },
    })
  }
}

/** What migrations into this store say of it: one check a source, none where nothing was ever moved in. */
export async function migrationChecks(
  store: Pick<ChatStore, 'listRecords'>,
): Promise<StoreCheck[]> {
  const checks: StoreCheck[] = []
  for await (const mark of allRecords(store, 'migration')) {
    if (hasBegun(mark)) checks.push(checkOf(mark))
  }
  return checks
}

/** Whether the pass has written, or come to its end; of one that broke off before, nothing follows. */
export function hasBegun({ state, finishedAt }: MigrationRecord): boolean {
  return state === 'under way' || finishedAt !== undefined
}

function checkOf(mark: MigrationRecord): StoreCheck {
  const { id, state, gaps, finishedAt = '' } = mark
  const name = 'migration'
  if (state === 'under way') {
    const remedy = `Run it again, which goes on from there: ${COMMAND}, from ${id}. Until then no other verb opens this store.`
    return { name, status: 'failed', found: `holds only a part: ${begun(mark)}`, remedy }
  }
  const found = `filled from ${id}, last on ${finishedAt}`
  if (gaps === 0) return { name, status: 'ok', found }
  return {
    name,
    status: 'warning',
    found: `${found}; of what is there ${gaps} did not come`,
    remedy: `Run ${COMMAND} again: it names them. What is damaged in the source hitcraft doctor says how to repair.`,
  }
}

function begun({ id, startedAt }: MigrationRecord): string {
  return `the migration from ${id} that began on ${startedAt} has not come to its end`
}
