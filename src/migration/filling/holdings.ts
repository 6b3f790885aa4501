import { RECORD_KINDS } from '../../domain/records.ts'
import type { RecordKind } from '../../domain/records.ts'
import type { ChatStore } from '../../storage/chat-store.ts'
import { MOVED_KINDS } from '../sources/moved-kinds.ts'
import { storeSource } from '../sources/store-source.ts'

/**
 * Kinds of which a migration must know who wrote what is there. Two states of a thread tell that themselves, and
 * two tombstones of one id say the same.
 */
export const HELD_KINDS: readonly RecordKind[] = MOVED_KINDS.flatMap((kind) =>
  kind === 'thread' || RECORD_KINDS[kind].moves === 'before threads' ? [] : [kind],
)

const SUM_BITS = 256

/** One number of all that a store holds of a kind: the sum of its stamps, so that the order is of no matter. */
export async function holdingOf(store: ChatStore, kind: RecordKind): Promise<string> {
  let sum = 0n
  for await (const page of storeSource(store).stamps(kind)) {
    // What has no stamp does not hold, and is as good as changed.
    for (const { stamp } of page) sum += BigInt(`0x${stamp === '' ? '1' : stamp}`)
  }
  return BigInt.asUintN(SUM_BITS, sum).toString(16)
}
