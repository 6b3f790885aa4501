import type { RecordSource } from '../migration/sources/record-source.ts'
import { isSource, sourceOf } from '../migration/sources/store-source.ts'
import { verifySource } from '../migration/verify/verify.ts'
import type { Verification, VerifyOptions } from '../migration/verify/verify.ts'
import type { ChatStore } from '../storage/chat-store.ts'

/**
 * Compares every record of two stores, or of an archive and a store, read whole from each, and what the lists and searches of
 * a store answer with what follows from its records; examines every stored byte of both.
 *
 * @returns what differs, named by kind and id, never by text
 * @throws HitCraftError anything of the stores but CORRUPT: what is damaged is a difference
 */
export async function verifyStores(
  from: ChatStore | RecordSource,
  to: ChatStore,
  options: Omit<VerifyOptions, 'fromStore'> = {},
): Promise<Verification> {
  if (!isSource(from)) await from.refresh()
  await to.refresh()
  const lists = isSource(from) ? {} : { fromStore: from }
  return verifySource(sourceOf(from), to, { ...options, ...lists })
}
