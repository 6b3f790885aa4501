import { refuseSameStore } from '../../migration/copy/same-store.ts'
import { repair } from '../../migration/repair/repair.ts'
import type { Repair, RepairOptions } from '../../migration/repair/repair.ts'
import type { NamedRecords } from '../../migration/repair/named-records.ts'
import type { RecordSource } from '../../migration/sources/record-source.ts'
import { isSource, sourceOf } from '../../migration/sources/store-source.ts'
import type { ChatStore } from '../../storage/chat-store.ts'

/**
 * Moves again just the records that a verification named, and looks at each of them once more.
 *
 * @returns counts by kind, and what of the named is still wrong
 * @throws HitCraftError INVALID_CONFIG where both are one store by two names; anything of the stores
 */
export async function repairStore(
  from: ChatStore | RecordSource,
  to: ChatStore,
  named: NamedRecords,
  options: Omit<RepairOptions, 'fromStore'> = {},
): Promise<Repair> {
  if (isSource(from)) return repair(from, to, named, options)
  await refuseSameStore(from, to)
  return repair(sourceOf(from), to, named, { ...options, fromStore: from })
}
