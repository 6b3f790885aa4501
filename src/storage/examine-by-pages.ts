import { idOfRecord, ALL_KINDS, RECORD_KINDS } from '../domain/records.ts'
import type { RecordKind } from '../domain/records.ts'
import { HitCraftError, isHitCraftError } from '../errors/hitcraft-error.ts'
import type { ChatStore, Damage, UpkeepOptions } from './chat-store.ts'

const AT_ONCE = 100

type Walked = Pick<
  ChatStore,
  'listThreads' | 'getThread' | 'countThreads' | 'listRecords' | 'countRecords'
>

/**
 * The plainest `StoreUpkeep.examine`: reads each listed thread by its id, where its hash is checked, and
 * each listed record against its schema. It sees what reading sees, no more.
 *
 * @param where names the place of a thread or a record
 */
export async function* examineByPages(
  store: Walked,
  where: (kind: 'thread' | RecordKind, id: string) => string,
  { signal, onProgress }: UpkeepOptions = {},
): AsyncGenerator<Damage> {
  const kinds = ALL_KINDS
  const total = await totalOf(store, kinds)
  let done = 0
  const step = () => {
    if (signal?.aborted === true) {
      throw new HitCraftError('INTERRUPTED', 'the examination was stopped')
    }
    onProgress?.(++done, total)
  }
  for await (const id of threadIds(store)) {
    step()
    const problem = await problemOf(store, id)
    if (problem !== undefined) yield { kind: 'thread', id, place: where('thread', id), problem }
  }
  for (const kind of kinds) {
    for await (const record of recordsOf(store, kind)) {
      step()
      const { schema } = RECORD_KINDS[kind]
      if (schema.safeParse(record).success) continue
      const id = idOfRecord(kind, record)
      yield { kind, id, place: where(kind, id), problem: 'is no record of its kind' }
    }
  }
}

async function totalOf(store: Walked, kinds: readonly RecordKind[]): Promise<number> {
  let total = await store.countThreads({})
  for (const kind of kinds) total += await store.countRecords(kind)
  return total
}

async function problemOf(store: Walked, id: string): Promise<string | undefined> {
  try {
    const thread = await store.getThread(id)
    // Erased since it was listed.
    if (thread === undefined || thread.id === id) return undefined
    return 'holds another thread'
  } catch (error) {
    if (isHitCraftError(error, 'CORRUPT')) return error.message
    throw error
  }
}

async function* threadIds(store: Walked): AsyncGenerator<string> {
  let cursor: string | undefined
  do {
    const page = await store.listThreads({
      order: 'id',
      limit: AT_ONCE,
      ...(cursor === undefined ? {} : { cursor }),
    })
    yield* page.items.map(({ id }) => id)
    cursor = page.next
  } while (cursor !== undefined)
}

async function* recordsOf<K extends RecordKind>(store: Walked, kind: K) {
  let after: string | undefined
  for (;;) {
    const records = await store.listRecords(kind, {
      limit: AT_ONCE,
      ...(after === undefined ? {} : { after }),
    })
    yield* records
    const last = records.at(-1)
    if (last === undefined || records.length < AT_ONCE) return
    after = idOfRecord(kind, last)
  }
}
