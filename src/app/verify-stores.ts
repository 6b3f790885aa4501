import type { RecordSource } from '../migration/sources/record-source.ts'
import { sourceOf } from '../migration/sources/store-source.ts'
import { verifySource } from '../migration/verify/verify.ts'
import type { Verification, VerifyOptions } from '../migration/verify/verify.ts'
import type { ChatStore } from '../storage/chat-store.ts'

/**
 * Compares every record of two stores, or of an archive and a store, read whole from each, and examines every stored
 * byte of both.
 *
 * @returns what differs, named by kind and id, never by text
 * @throws HitCraftError anything of the stores but CORRUPT: what is damaged is a difference
 */
export function verifyStores(
  from: ChatStore | RecordSource,
  to: ChatStore,
  options: VerifyOptions = {},
): Promise<Verification> {
  return verifySource(sourceOf(from), to, options)
}
