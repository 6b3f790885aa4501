import type { Thread } from '../domain/thread/thread.ts'
import { isHitCraftError } from '../errors/hitcraft-error.ts'
import type { HitCraftError } from '../errors/hitcraft-error.ts'
import type { ChatStore, Damage } from './chat-store.ts'
import { corrupt, damageOf } from './core/damaged.ts'

/** A stored thread that does not hold. */
export interface DamagedThread {
  readonly damage: Damage
  /** CORRUPT, as reading it throws. */
  readonly error: HitCraftError
}

/** Threads by id; what is in neither map is not stored. */
export interface ReadThreads {
  readonly threads: ReadonlyMap<string, Thread>
  readonly damaged: ReadonlyMap<string, DamagedThread>
}

/**
 * Reads threads, one after another where some of them are damaged, so that these cost none of the others.
 * @throws what `ChatStore.getThreads` throws but CORRUPT
 */
export async function readEach(
  store: Pick<ChatStore, 'getThread' | 'getThreads' | 'location'>,
  ids: readonly string[],
): Promise<ReadThreads> {
  const threads = new Map<string, Thread>()
  const damaged = new Map<string, DamagedThread>()
  const spoiled = (id: string, error: HitCraftError) => {
    const { kind, place, problem } = damageOf(error) ?? {
      kind: 'thread',
      place: store.location,
      problem: error.message,
    }
    damaged.set(id, { error, damage: { kind, id, place, problem } })
  }
  const take = (id: string, thread: Thread | undefined) => {
    if (thread === undefined) return
    // A store that shows another thread under this id has damaged this one.
    if (thread.id === id) threads.set(id, thread)
    else spoiled(id, corrupt({ kind: 'thread', id, place: store.location }, 'holds another thread'))
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
      spoiled(id, error)
    }
  }
  return { threads, damaged }
}
