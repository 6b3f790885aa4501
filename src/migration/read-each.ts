import { isHitCraftError } from '../errors/hitcraft-error.ts'
import type { Thread } from '../domain/thread/thread.ts'
import type { ChatStore, Damage } from '../storage/chat-store.ts'
import { damageOf } from '../storage/core/damaged.ts'

/**
 * Threads by id, one after another where some of them are damaged, so that these cost none of the others.
 * @returns the threads that are there and whole, and what is wrong with the damaged ones, each by its id
 */
export async function readEach(
  store: Pick<ChatStore, 'getThread' | 'getThreads' | 'location'>,
  ids: readonly string[],
): Promise<{
  readonly threads: ReadonlyMap<string, Thread>
  readonly damaged: ReadonlyMap<string, Damage>
}> {
  const threads = new Map<string, Thread>()
  const damaged = new Map<string, Damage>()
  const wrong = (id: string, problem: string) => ({
    kind: 'thread' as const,
    id,
    place: store.location,
    problem,
  })
  const take = (id: string, thread: Thread | undefined) => {
    if (thread === undefined) return
    // A store that shows another thread under this id has damaged this one.
    if (thread.id === id) threads.set(id, thread)
    else damaged.set(id, wrong(id, 'holds another thread'))
  }
  try {
    const all = await store.getThreads(ids)
    for (const [at, id] of ids.entries()) take(id, all[at])
    return { threads, damaged }
  } catch (error) {
    if (!isHitCraftError(error, 'CORRUPT')) throw error
  }
  for (const id of ids) {
    try {
      take(id, await store.getThread(id))
    } catch (error) {
      if (!isHitCraftError(error, 'CORRUPT')) throw error
      damaged.set(id, { ...(damageOf(error) ?? wrong(id, error.message)), id })
    }
  }
  return { threads, damaged }
}
