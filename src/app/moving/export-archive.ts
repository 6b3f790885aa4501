import { writeArchive } from '../../migration/archive/write-archive.ts'
import type { WriteArchiveOptions, WrittenArchive } from '../../migration/archive/write-archive.ts'
import { storeSource } from '../../migration/sources/store-source.ts'
import type { ChatStore } from '../../storage/chat-store.ts'

/**
 * Writes everything of a store into a folder that is not there yet: the backup. Each record has its hash, and others
 * can check the folder without this program, as it is a BagIt bag (RFC 8493). `migrateStore` reads it back.
 *
 * @throws HitCraftError INVALID_CONFIG where something stands in its place; PERMISSION, NO_SPACE; INTERRUPTED; anything of
 *   the store but CORRUPT: what is damaged is named and left out
 */
export function exportArchive(
  store: ChatStore,
  folder: string,
  options: WriteArchiveOptions = {},
): Promise<WrittenArchive> {
  return writeArchive(storeSource(store), folder, options)
}
