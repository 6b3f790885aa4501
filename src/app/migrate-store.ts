import { migrate } from '../migration/copy/migrate.ts'
import type { MigrateOptions } from '../migration/copy/migrate.ts'
import type { Migration } from '../migration/copy/migration.ts'
import { refuseSameStore } from '../migration/copy/same-store.ts'
import type { RecordSource } from '../migration/sources/record-source.ts'
import { isSource, sourceOf } from '../migration/sources/store-source.ts'
import type { ChatStore } from '../storage/chat-store.ts'
import { eraseFromStore, forgetInModels } from './erase.ts'

export type MigrateStoreOptions = Omit<MigrateOptions, 'erase' | 'forget'>

/**
 * Copies every record of every kind of a store, an archive or the older app's folder into another store and reads each
 * one back. What is there and equal is not written again, so an interrupted migration goes on from there. What was erased
 * at the source is erased in the target, with the words that only it had in topics; what was erased in the target
 * does not come back.
 *
 * @returns counts by kind; it is complete where nothing is in `conflicts`, `failed` or `damaged`
 * @throws HitCraftError INVALID_CONFIG where both are one store by two names; anything of the stores
 */
export async function migrateStore(
  from: ChatStore | RecordSource,
  to: ChatStore,
  options: MigrateStoreOptions = {},
): Promise<Migration> {
  if (!isSource(from)) {
    await refuseSameStore(from, to)
    await from.refresh()
  }
  await to.refresh()
  return migrate(sourceOf(from), to, { ...options, erase: eraseFromStore, forget: forgetInModels })
}
