import { idOfRecord, ALL_KINDS, RECORD_KINDS } from '../domain/records.ts'
import type { RecordKind } from '../domain/records.ts'
import { isHitCraftError } from '../errors/hitcraft-error.ts'
import type { ChatStore, Damage, ExamineOptions } from './chat-store.ts'
import { Pace } from './core/upkeep/pace.ts'
import { allRecords, idPages } from './walk.ts'

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
  options?: ExamineOptions,
): AsyncGenerator<Damage> {
  if (options?.isReadElsewhere === true) return
  const pace = new Pace(options, await totalOf(store))
  for await (const ids of idPages(store, {}, AT_ONCE)) {
    for (const id of ids) {
      await pace.step()
      const problem = await problemOf(store, id)
      if (problem !== undefined) yield { kind: 'thread', id, place: where('thread', id), problem }
    }
  }
  for (const kind of ALL_KINDS) {
    for await (const record of allRecords(store, kind, { limit: AT_ONCE })) {
      await pace.step()
      if (RECORD_KINDS[kind].schema.safeParse(record).success) continue
      const id = idOfRecord(kind, record)
      yield { kind, id, place: where(kind, id), problem: 'is no record of its kind' }
    }
  }
  pace.end()
}

async function totalOf(store: Walked): Promise<number> {
  let total = await store.countThreads({})
  for (const kind of ALL_KINDS) total += await store.countRecords(kind)
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
