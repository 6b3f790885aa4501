import { namesToLookFor } from '../../../domain/thread/tombstone.ts'
import type { TombstoneName } from '../../../domain/thread/tombstone.ts'
import type { ChatStore } from '../../../storage/chat-store.ts'
import { given } from '../../../domain/values/given.ts'
import { idPages } from '../../../storage/walk.ts'
import { joinById } from '../../sources/join-by-id.ts'
import { BatchReader } from '../../sources/read-in-batches.ts'
import type { RecordSource } from '../../sources/record-source.ts'
import { storeSource } from '../../sources/store-source.ts'
import { isWhole, threadIn } from '../../sources/walked-record.ts'
import type { WalkedRecord } from '../../sources/walked-record.ts'
import { burials } from './burials.ts'

const PAGE = 200

/**
 * Threads of the target that were erased at the source, in pages. Looked for each time, and not only where a tombstone
 * is new, so that a migration that was killed in between is completed by the next.
 */
export async function* buriedIn(
  from: RecordSource,
  to: ChatStore,
  { signal }: { readonly signal?: AbortSignal },
): AsyncGenerator<readonly string[]> {
  const isBuried = await burials(from, signal)
  if (isBuried === undefined) return
  const reader = new BatchReader(storeSource(to))
  for await (const ids of suspects(from, to, signal)) {
    for await (const { records } of reader.all('thread', ids)) {
      yield records.filter((record) => namesOf(record).some(isBuried)).map(({ id }) => id)
    }
  }
}

/** Of a damaged one the id alone is known. */
function namesOf(record: WalkedRecord): readonly TombstoneName[] {
  if (isWhole(record)) return namesToLookFor(threadIn(record))
  return [{ what: 'thread', name: record.id }]
}

/**
 * Threads of the target that may have been erased at the source. One that the source has in the same state is
 * not: it would have refused it.
 */
async function* suspects(
  from: RecordSource,
  to: ChatStore,
  signal: AbortSignal | undefined,
): AsyncGenerator<readonly string[]> {
  const upkeep = given({ signal })
  if (from.stamps === undefined) {
    yield* idPages(to, {}, PAGE)
    return
  }
  let ids: string[] = []
  const there = storeSource(to).stamps('thread', upkeep)
  for await (const { left, right } of joinById(from.stamps('thread', upkeep), there)) {
    if (right === undefined || (left?.stamp === right.stamp && right.stamp !== '')) continue
    ids.push(right.id)
    if (ids.length < PAGE) continue
    yield ids
    ids = []
  }
  if (ids.length > 0) yield ids
}
